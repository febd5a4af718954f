package io.sensieve.benchmarks.speed;

import io.sensieve.benchmarks.common.DataParts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Plants a distribution shift: a third of the channels show the signal of another one of them, with their own mean and
 * their own standard deviation times a gain from 0.5 to 1.5. Seed 0 changes nothing.
 */
final class PlantedShift {
    private static final double MIN_GAIN = 0.5;

    private final int[] source;
    private final double[] gain;
    private final double[] mean;

    PlantedShift(long seed, DataParts parts) {
        int channels = parts.data().channelCount();
        Random random = new Random(seed);
        source = IntStream.range(0, channels).toArray();
        gain = new double[channels];
        mean = new double[channels];
        double[] deviation = new double[channels];
        for (int c = 0; c < channels; c++) {
            measure(parts.data().train(), c, deviation);
            gain[c] = 1;
        }
        if (seed == 0) {
            return;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, channels).boxed().toList());
        Collections.shuffle(order, random);
        List<Integer> changed = order.subList(0, channels / 3);
        for (int i = 0; i < changed.size(); i++) {
            int to = changed.get(i);
            int from = changed.get((i + 1) % changed.size());
            source[to] = from;
            gain[to] = deviation[from] > 0 ? (MIN_GAIN + random.nextDouble()) * deviation[to] / deviation[from] : 1;
        }
    }

    /** Returns shifted copies of rows of D values. */
    float[][] of(float[][] rows) {
        float[][] changed = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            changed[r] = new float[source.length];
            for (int c = 0; c < source.length; c++) {
                changed[r][c] = source[c] == c
                        ? rows[r][c]
                        : (float) (mean[c] + gain[c] * (rows[r][source[c]] - mean[source[c]]));
            }
        }
        return changed;
    }

    private void measure(float[][] rows, int channel, double[] deviation) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (float[] row : rows) {
            if (!Float.isNaN(row[channel])) {
                sum += row[channel];
                squares += (double) row[channel] * row[channel];
                count++;
            }
        }
        mean[channel] = count == 0 ? 0 : sum / count;
        deviation[channel] = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean[channel] * mean[channel]));
    }
}
