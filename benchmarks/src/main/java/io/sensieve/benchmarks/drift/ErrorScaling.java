package io.sensieve.benchmarks.drift;

import java.util.Arrays;

/**
 * The ruler for rows that different selections rebuild, each of which has a scaling of its own: the paper's error
 * (section 4), scaled by the channels' ranges over given rows. Channels that do not vary there do not count.
 */
final class ErrorScaling {
    private final float[] range;

    ErrorScaling(float[][] rows) {
        int d = rows[0].length;
        float[] least = new float[d];
        float[] most = new float[d];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        for (float[] row : rows) {
            for (int c = 0; c < d; c++) {
                if (!Float.isNaN(row[c])) {
                    least[c] = Math.min(least[c], row[c]);
                    most[c] = Math.max(most[c], row[c]);
                }
            }
        }
        range = new float[d];
        for (int c = 0; c < d; c++) {
            range[c] = most[c] - least[c];
        }
    }

    /** Error of one row; NaN where nothing of it can be measured. */
    double error(float[] row, float[] reconstructed) {
        double sum = 0;
        int measured = 0;
        for (int c = 0; c < row.length; c++) {
            if (range[c] > 0 && !Float.isNaN(row[c])) {
                double difference = (row[c] - reconstructed[c]) / range[c];
                sum += difference * difference;
                measured++;
            }
        }
        return Math.sqrt(sum * row.length / measured) / row.length;
    }
}
