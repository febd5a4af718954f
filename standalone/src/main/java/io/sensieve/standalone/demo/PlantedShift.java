package io.sensieve.standalone.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of the world: some channels lose most of their gain, and a group is mirrored about its mean, so that its
 * correlation with all other channels changes sign while its own mean and spread stay.
 *
 * @param weakened channels whose values are multiplied by {@link #GAIN}
 * @param mirrored channels that are mirrored
 * @param means of all channels before the change
 */
record PlantedShift(Set<Integer> weakened, Set<Integer> mirrored, double[] means) {
    static final float GAIN = 0.3f;
    private static final double SHARE = 0.15;

    /** Draws the channels among those that vary and are mostly measured; knows nothing of any selection. */
    static PlantedShift draw(List<float[]> rows, long seed) {
        int d = rows.get(0).length;
        double[] means = new double[d];
        List<Integer> usable = new ArrayList<>();
        for (int channel = 0; channel < d; channel++) {
            int index = channel;
            double[] measured = rows.stream()
                    .mapToDouble(row -> row[index])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            var statistics = java.util.Arrays.stream(measured).summaryStatistics();
            means[channel] = measured.length == 0 ? 0 : statistics.getAverage();
            if (measured.length * 2 > rows.size() && statistics.getMax() > statistics.getMin()) {
                usable.add(channel);
            }
        }
        Collections.shuffle(usable, new Random(seed));
        int size = Math.max(1, (int) Math.round(usable.size() * SHARE));
        return new PlantedShift(
                new TreeSet<>(usable.subList(0, Math.min(size, usable.size()))),
                new TreeSet<>(usable.subList(Math.min(size, usable.size()), Math.min(2 * size, usable.size()))),
                means);
    }

    /** A row of the changed world. */
    float[] apply(float[] row) {
        float[] changed = row.clone();
        weakened.forEach(channel -> changed[channel] *= GAIN);
        mirrored.forEach(channel -> changed[channel] = (float) (2 * means[channel] - changed[channel]));
        return changed;
    }

    boolean touches(int channel) {
        return weakened.contains(channel) || mirrored.contains(channel);
    }
}
