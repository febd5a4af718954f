package io.sensieve.benchmarks.events;

import java.util.function.IntFunction;

/**
 * Computes errors in one scale for all versions: the root mean square over records and channels of the error divided by
 * the channel's standard deviation on the learnt rows. 1 is the error of predicting the mean.
 */
final class RelativeError {
    /** Relative to the largest value: smaller deviations are rounding errors of a constant. */
    private static final double ROUNDING = 1e-6;

    private final double[] scale;

    /**
     * Measures the scale. A channel that is constant in the learnt rows has its standard deviation in the rows of the
     * new regime as scale, or 1 if it is constant there too.
     *
     * @param learnt rows of the first selection; NaN is not measured
     * @param regime rows of the new regime
     */
    RelativeError(float[][] learnt, float[][] regime) {
        scale = deviations(learnt);
        double[] later = deviations(regime);
        for (int c = 0; c < scale.length; c++) {
            if (!(scale[c] > 0)) {
                scale[c] = later[c] > 0 ? later[c] : 1;
            }
        }
    }

    /** Standard deviation of each channel over the rows in which it has a value; 0 if it is constant. */
    static double[] deviations(float[][] rows) {
        double[] deviations = new double[rows[0].length];
        double[] means = means(rows);
        for (int c = 0; c < deviations.length; c++) {
            double squares = 0;
            double largest = 0;
            int count = 0;
            for (float[] row : rows) {
                if (!Float.isNaN(row[c])) {
                    squares += (row[c] - means[c]) * (row[c] - means[c]);
                    largest = Math.max(largest, Math.abs(row[c]));
                    count++;
                }
            }
            double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
            deviations[c] = deviation > ROUNDING * largest ? deviation : 0;
        }
        return deviations;
    }

    /** Mean of each channel over the rows in which it has a value; NaN if it has none. */
    static double[] means(float[][] rows) {
        double[] means = new double[rows[0].length];
        for (int c = 0; c < means.length; c++) {
            double sum = 0;
            int count = 0;
            for (float[] row : rows) {
                if (!Float.isNaN(row[c])) {
                    sum += row[c];
                    count++;
                }
            }
            means[c] = sum / count;
        }
        return means;
    }

    /**
     * Computes the error over a stretch.
     *
     * @param truth rows to compare with; NaN is not measured
     * @param reconstruction returns the D reconstructed values of a record of the stretch
     * @return NaN if nothing is measured
     */
    double of(float[][] truth, Stretch stretch, IntFunction<float[]> reconstruction) {
        double squares = 0;
        long count = 0;
        for (int r = (int) stretch.from(); r < stretch.to(); r++) {
            if (!isMeasured(truth[r])) {
                continue;
            }
            float[] values = reconstruction.apply(r);
            for (int c = 0; c < scale.length; c++) {
                if (!Float.isNaN(truth[r][c])) {
                    double error = (truth[r][c] - values[c]) / scale[c];
                    squares += error * error;
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    /** Whether a row has a measured value. */
    static boolean isMeasured(float[] truth) {
        for (float value : truth) {
            if (!Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
