package io.sensieve.systemtests.load;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.Provenance;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.codec.Floats;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generates a selection for {@link NumberedRecords} as a function of its version: channel 0 and 3 to 11 others, and a
 * decoder with random weights that copies channel 0. Two versions have different outputs for the same record.
 *
 * @param selection selection of the version
 * @param model model of the version
 * @param modelFile bytes of the model; two chunks for every sixteenth version
 */
public record NumberedSelection(Selection selection, ModelFile model, byte[] modelFile) {
    private static final int K_MIN = 4;
    private static final int K_SPREAD = 9;
    private static final int HIDDEN = 8;
    private static final int HIDDEN_OF_TWO_CHUNKS = 7_500;
    private static final int LARGE_EVERY = 16;
    private static final float FILL = 0.5f;
    private static final float WEIGHT = 0.1f;
    private static final long ROWS = 1_000;

    public static NumberedSelection of(int version) {
        Random random = new Random(version);
        int[] channels = channels(random);
        int hidden = version % LARGE_EVERY == 0 ? HIDDEN_OF_TWO_CHUNKS : HIDDEN;
        float[] ones = filled(NumberedRecords.D, 1);
        ModelFile model = new ModelFile(
                channels,
                filled(channels.length, FILL),
                new float[NumberedRecords.D],
                ones,
                decoder(channels.length, hidden, random));
        byte[] file = model.toBytes();
        return new NumberedSelection(selection(version, model, file), model, file);
    }

    private static int[] channels(Random random) {
        List<Integer> others =
                new ArrayList<>(IntStream.range(1, NumberedRecords.D).boxed().toList());
        Collections.shuffle(others, random);
        int k = K_MIN + random.nextInt(K_SPREAD);
        return IntStream.concat(IntStream.of(0), others.stream().limit(k - 1).mapToInt(Integer::intValue))
                .sorted()
                .toArray();
    }

    /** Creates a decoder whose output 0 is bit-identical to its input 0, because all other weights of it are 0. */
    private static DecoderWeights decoder(int k, int hidden, Random random) {
        Linear first = new Linear(k, hidden, weights(k * hidden, random), weights(hidden, random));
        float[] last = weights(hidden * NumberedRecords.D, random);
        Arrays.fill(last, 0, hidden, 0);
        float[] skip = weights(k * NumberedRecords.D, random);
        Arrays.fill(skip, 0, k, 0);
        skip[0] = 1;
        return new DecoderWeights(
                List.of(first, new Linear(hidden, NumberedRecords.D, last, new float[NumberedRecords.D])),
                List.of(new Norm(filled(hidden, 1), new float[hidden])),
                skip);
    }

    private static Selection selection(int version, ModelFile model, byte[] file) {
        int k = model.channels().length;
        ChannelProfile profile = new ChannelProfile(List.of(0.5f), List.of(0.5f, 0.5f, 0f));
        return Selection.newBuilder()
                .setLayout(NumberedRecords.LAYOUT)
                .setMissingValues(List.of())
                .setVersion(version)
                .setMethod("numbered")
                .setChannelNames(IntStream.range(0, NumberedRecords.D)
                        .mapToObj(NumberedSelection::name)
                        .toList())
                .setChannels(IntStream.of(model.channels())
                        .mapToObj(index -> new SelectedChannel(index, name(index), 1f))
                        .toList())
                .setSpares(List.of())
                .setScaling(new Scaling("none", Floats.view(model.offset()), Floats.view(model.range())))
                .setModel(ModelChunks.reference(file))
                .setReference(ReferenceProfile.newBuilder()
                        .setRows(ROWS)
                        .setChannels(Collections.nCopies(k, profile))
                        .setChannelError(Floats.view(filled(NumberedRecords.D, 1)))
                        .build())
                .setValidation(new ErrorSummary(ROWS, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(Instant.EPOCH)
                        .setTrigger("offline")
                        .setTrainRows(ROWS)
                        .setValidationRows(ROWS)
                        .setFrom(Instant.EPOCH)
                        .setTo(Instant.EPOCH)
                        .setOffsets(List.of())
                        .setSeed(version)
                        .setSettings(Map.of())
                        .setEpochs(0)
                        .setSeconds(0)
                        .setDevice("cpu")
                        .build())
                .build();
    }

    public static String name(int channel) {
        return "c%03d".formatted(channel);
    }

    private static float[] weights(int count, Random random) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = WEIGHT * (float) random.nextGaussian();
        }
        return weights;
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
