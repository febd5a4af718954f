package io.sensieve.benchmarks.drift;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws a stationary stream of any length from held-out rows, with replacement. Each value gets uniform noise of at
 * most {@value #JITTER} of the standard deviation of its channel, within the range of the channel. A value that a
 * hundredth of the rows share, such as a limit, gets no noise. Missing values stay missing.
 */
public final class RowPool {
    /** Share of a channel's standard deviation. */
    static final double JITTER = 0.01;

    private static final double SHARED = 0.01;

    private final float[][] rows;
    private final float[] means;
    private final float[] least;
    private final float[] most;
    private final float[][] noise;

    /** @param rows at least one row of D values; NaN is a missing value */
    public RowPool(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("no held-out rows to draw a stream from: use a file with more rows");
        }
        this.rows = rows;
        int d = rows[0].length;
        means = new float[d];
        least = new float[d];
        most = new float[d];
        noise = new float[rows.length][d];
        for (int c = 0; c < d; c++) {
            measure(c);
        }
    }

    private void measure(int channel) {
        double[] sorted = Arrays.stream(rows)
                .mapToDouble(row -> row[channel])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return;
        }
        double mean = Arrays.stream(sorted).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(sorted)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
        means[channel] = (float) mean;
        least[channel] = (float) sorted[0];
        most[channel] = (float) sorted[sorted.length - 1];
        int shared = Math.max(2, (int) Math.ceil(SHARED * sorted.length));
        for (int r = 0; r < rows.length; r++) {
            float value = rows[r][channel];
            noise[r][channel] = Float.isNaN(value) || count(sorted, value) >= shared ? 0 : (float) (JITTER * deviation);
        }
    }

    private static int count(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        int from = at;
        while (from > 0 && sorted[from - 1] == value) {
            from--;
        }
        int to = at;
        while (to + 1 < sorted.length && sorted[to + 1] == value) {
            to++;
        }
        return to - from + 1;
    }

    /** Draws a row. */
    public float[] draw(SplittableRandom random) {
        int r = random.nextInt(rows.length);
        float[] row = rows[r].clone();
        float[] rowNoise = noise[r];
        for (int c = 0; c < row.length; c++) {
            if (rowNoise[c] > 0) {
                float value = row[c] + rowNoise[c] * (float) (2 * random.nextDouble() - 1);
                row[c] = Math.min(most[c], Math.max(least[c], value));
            }
        }
        return row;
    }

    int size() {
        return rows.length;
    }

    /** Mean of a channel over the rows. */
    float mean(int channel) {
        return means[channel];
    }

    /** Indices of the channels with at least two values, ascending. */
    int[] varying() {
        return IntStream.range(0, least.length).filter(c -> least[c] < most[c]).toArray();
    }
}
