package io.sensieve.standalone.demo.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plants a change of some channels. Weakened channels lose most of their gain. Mirrored channels are reflected about
 * their mean, which keeps mean and variance and flips the sign of their correlation with all others.
 *
 * @param weakened channels whose values are multiplied by {@link #GAIN}
 * @param mirrored channels that are reflected
 * @param means mean of every channel before the shift
 */
record PlantedShift(Set<Integer> weakened, Set<Integer> mirrored, double[] means) {
    static final float GAIN = 0.3f;
    private static final double SHARE = 0.15;

    /** Draws the channels at random, regardless of any selection, among those that vary and are mostly present. */
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
            DoubleSummaryStatistics statistics = Arrays.stream(measured).summaryStatistics();
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

    /** Returns the shifted row. */
    float[] apply(float[] row) {
        float[] changed = row.clone();
        weakened.forEach(channel -> changed[channel] *= GAIN);
        mirrored.forEach(channel -> changed[channel] = (float) (2 * means[channel] - changed[channel]));
        return changed;
    }

    /** Whether the shift changes the channel. */
    boolean touches(int channel) {
        return weakened.contains(channel) || mirrored.contains(channel);
    }
}
