package io.sensieve.streams;

import io.sensieve.Selection;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.streams.testing.TestSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Planted records, whose correct selection is known: {@value #D} channels in {@value #K} groups of four. Each group has
 * one source, uniform on 0 to 1. Each of its channels is the source times the gain of its place, plus noise of standard
 * deviation 0.02 in all places but the first.
 */
public final class PlantedRecords {
    public static final int D = 12;
    public static final int K = 3;
    public static final List<String> CHANNELS =
            IntStream.range(0, D).mapToObj("c%03d"::formatted).toList();

    private static final float[] GAIN = {1, 0.5f, -0.8f, 0.7f};
    private static final double NOISE = 0.02;
    private static final int GROUP = D / K;
    private static final float[][] ROWS = rows(10_000);

    private PlantedRecords() {}

    /** Selects the channels 0, 4 and 8. */
    public static TestSelection selection(String layout, int version) {
        return selection(layout, version, 0);
    }

    /** Selects the channels at {@code place}, 0 to 3, of each group. */
    public static TestSelection selection(String layout, int version, int place) {
        String[] selected = IntStream.range(0, K)
                .mapToObj(group -> CHANNELS.get(group * GROUP + place))
                .toArray(String[]::new);
        return TestSelection.fitted(layout, version, CHANNELS, ROWS, selected);
    }

    /** Returns {@link #selection(String, int)} with a model of random weights that takes several chunks. */
    public static TestSelection large(String layout, int version) {
        TestSelection small = selection(layout, version);
        ModelFile model = ModelFile.parse(small.model());
        Random random = new Random(7);
        int units = 40_000;
        float[] scale = new float[units];
        Arrays.fill(scale, 1);
        DecoderWeights decoder = new DecoderWeights(
                List.of(linear(K, units, random), linear(units, D, random)),
                List.of(new DecoderWeights.Norm(scale, new float[units])),
                new float[0]);
        byte[] file = new ModelFile(model.channels(), model.fill(), model.offset(), model.range(), decoder).toBytes();
        return new TestSelection(
                Selection.newBuilder(small.selection())
                        .setModel(ModelChunks.reference(file))
                        .build(),
                file);
    }

    private static DecoderWeights.Linear linear(int inputs, int outputs, Random random) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        return new DecoderWeights.Linear(inputs, outputs, weights, new float[outputs]);
    }

    /** Returns a record with random sources. */
    public static float[] row(Random random) {
        return row(random, random.nextFloat(), random.nextFloat(), random.nextFloat());
    }

    /** Returns a record with the given sources. */
    public static float[] row(Random random, float... sources) {
        float[] row = new float[D];
        for (int group = 0; group < K; group++) {
            float source = sources[group];
            for (int i = 0; i < GROUP; i++) {
                double noise = i == 0 ? 0 : NOISE * random.nextGaussian();
                row[group * GROUP + i] = (float) (source * GAIN[i] + noise);
            }
        }
        return row;
    }

    private static float[][] rows(int count) {
        Random random = new Random(5);
        return Stream.generate(() -> row(random)).limit(count).toArray(float[][]::new);
    }
}
