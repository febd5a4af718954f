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
 * A selection of channels that a test chooses, instead of those that a trainer would.
 *
 * @param selection the record
 * @param model the model file that it refers to
 */
public record TestSelection(Selection selection, byte[] model) {
    static {
        // Avro copies no generated class before a codec has told it which package to trust.
        AvroCodec.of(Selection.class);
    }

    /** An error that no record comes near. */
    private static final float UNKNOWN = 1e9f;

    /**
     * Enough where only the chosen values matter: every other channel is rebuilt as 0, and no drift is ever seen.
     *
     * @param version 1, 2, … for each layout; the app goes to higher ones only
     * @param channels names of all D channels, in the order of the records' values
     * @param chosen names of the K chosen ones
     * @throws IllegalArgumentException if a chosen name is none of the channels, or is there twice
     */
    public static TestSelection of(String layout, int version, List<String> channels, String... chosen) {
        int d = channels.size();
        int[] indices = indices(channels, chosen);
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
     * Learned from example rows, so that records are rebuilt and drift is measured against those rows: each channel is
     * told from the chosen ones by least squares, on values scaled to 0 … 1.
     *
     * @param version 1, 2, … for each layout; the app goes to higher ones only
     * @param channels names of all D channels, in the order of the records' values
     * @param rows of D values each, none missing
     * @param chosen names of the K chosen ones
     * @throws IllegalArgumentException if a chosen name is none of the channels, or is there twice, or a row has not D
     *     finite values
     */
    public static TestSelection fitted(
            String layout, int version, List<String> channels, float[][] rows, String... chosen) {
        int[] indices = indices(channels, chosen);
        ExampleRows examples = ExampleRows.of(rows, channels.size());
        Linear fit = LinearFit.of(examples.scaled(), indices);
        ModelFile model =
                new ModelFile(indices, examples.fill(indices), examples.offset(), examples.range(), decoder(fit));
        ExampleRows.Measured measured = examples.measure(model);
        return of(layout, version, channels, model, "minmax", measured.reference(), measured.errors());
    }

    /** The same, as if it was trained while {@code championVersion} was in force: it begins on probation. */
    public TestSelection after(int championVersion) {
        Provenance provenance = Provenance.newBuilder(selection.getProvenance())
                .setChampionVersion(championVersion)
                .build();
        return new TestSelection(
                Selection.newBuilder(selection).setProvenance(provenance).build(), model);
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

    private static int[] indices(List<String> channels, String... chosen) {
        int[] indices = Arrays.stream(chosen)
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
        if (indices.length == 0 || indices.length != chosen.length) {
            throw new IllegalArgumentException(
                    "at least one channel must be chosen, and none twice: " + Arrays.toString(chosen));
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
