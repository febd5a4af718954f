package io.sensieve.streams.testing;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.Provenance;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A selection whose channels a test selects instead of a trainer.
 *
 * @param selection the record
 * @param model the model file of the selection
 */
public record TestSelection(Selection selection, byte[] model) {
    static {
        // Avro copies a generated class only if its package is trusted; creating a codec trusts the package.
        AvroCodec.of(Selection.class);
    }

    /** Larger than the error of any record. */
    private static final float UNKNOWN = 1e9f;

    /**
     * Creates a selection for tests that need the selected values only: all other channels are reconstructed as 0, and
     * drift is never found.
     *
     * @param version 1, 2, … for each layout; the app switches to higher versions only
     * @param channels names of all D channels, in the order of the records' values
     * @param selected names of the K selected channels
     * @throws IllegalArgumentException if a selected name is not a channel or is repeated
     */
    public static TestSelection of(String layout, int version, List<String> channels, String... selected) {
        int d = channels.size();
        int[] indices = indices(channels, selected);
        float[] weight = new float[d * indices.length];
        for (int i = 0; i < indices.length; i++) {
            weight[indices[i] * indices.length + i] = 1;
        }
        ModelFile model = new ModelFile(
                indices,
                new float[indices.length],
                new float[d],
                filled(d, 1),
                decoder(new Linear(indices.length, d, weight, new float[d])));
        ChannelProfile oneBin = new ChannelProfile(List.of(), List.of(1f, 0f));
        ReferenceProfile reference = ReferenceProfile.newBuilder()
                .setRows(1)
                .setChannels(Collections.nCopies(indices.length, oneBin))
                .setChannelError(Floats.view(filled(d, UNKNOWN)))
                .build();
        double error = UNKNOWN;
        ErrorSummary errors = new ErrorSummary(1L, error, error, error, error, error, error);
        return of(layout, version, channels, model, "none", reference, errors);
    }

    /**
     * Fits a selection to example rows: each channel is reconstructed from the selected channels by least squares on
     * values scaled to 0 … 1, and drift is measured against the rows.
     *
     * @param version 1, 2, … for each layout; the app switches to higher versions only
     * @param channels names of all D channels, in the order of the records' values
     * @param rows rows of D finite values each
     * @param selected names of the K selected channels
     * @throws IllegalArgumentException if a selected name is not a channel or is repeated, or if a row has not D finite
     *     values
     */
    public static TestSelection fitted(
            String layout, int version, List<String> channels, float[][] rows, String... selected) {
        int[] indices = indices(channels, selected);
        ExampleRows examples = ExampleRows.of(rows, channels.size());
        Linear fit = LinearFit.of(examples.scaled(), indices);
        ModelFile model =
                new ModelFile(indices, examples.fill(indices), examples.offset(), examples.range(), decoder(fit));
        ExampleRows.Measured measured = examples.measure(model);
        return of(layout, version, channels, model, "minmax", measured.reference(), measured.errors());
    }

    private static TestSelection of(
            String layout,
            int version,
            List<String> channels,
            ModelFile model,
            String scaling,
            ReferenceProfile reference,
            ErrorSummary errors) {
        byte[] file = model.toBytes();
        Selection selection = Selection.newBuilder()
                .setLayout(layout)
                .setMissingValues(List.of())
                .setVersion(version)
                .setMethod("test")
                .setChannelNames(List.copyOf(channels))
                .setChannels(Arrays.stream(model.channels())
                        .mapToObj(index -> new SelectedChannel(index, channels.get(index), 1f))
                        .toList())
                .setSpares(List.of())
                .setScaling(new Scaling(scaling, Floats.view(model.offset()), Floats.view(model.range())))
                .setModel(ModelChunks.reference(file))
                .setReference(reference)
                .setValidation(errors)
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(Instant.EPOCH)
                        .setTrigger("offline")
                        .setTrainRows(errors.getRows())
                        .setValidationRows(errors.getRows())
                        .setFrom(Instant.EPOCH)
                        .setTo(Instant.EPOCH)
                        .setOffsets(List.of())
                        .setSeed(0)
                        .setSettings(Map.of())
                        .setEpochs(0)
                        .setSeconds(0)
                        .setDevice("cpu")
                        .build())
                .build();
        return new TestSelection(selection, file);
    }

    private static int[] indices(List<String> channels, String... selected) {
        int[] indices = Arrays.stream(selected)
                .mapToInt(name -> {
                    int index = channels.indexOf(name);
                    if (index < 0) {
                        throw new IllegalArgumentException("channel " + name + " is none of " + channels);
                    }
                    return index;
                })
                .distinct()
                .sorted()
                .toArray();
        if (indices.length == 0 || indices.length != selected.length) {
            throw new IllegalArgumentException(
                    "at least one channel must be selected, and none twice: " + Arrays.toString(selected));
        }
        return indices;
    }

    private static DecoderWeights decoder(Linear layer) {
        return new DecoderWeights(List.of(layer), List.of());
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
