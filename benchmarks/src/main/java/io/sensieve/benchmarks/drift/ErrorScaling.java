package io.sensieve.benchmarks.drift;

import java.util.Arrays;

/**
 * Computes the error of the paper (section 4) with the ranges of the channels over given rows, so that selections with
 * different scalings are comparable. Constant channels do not count.
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

    /** Error of a row of D values; NaN if all its values are missing or constant. */
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
