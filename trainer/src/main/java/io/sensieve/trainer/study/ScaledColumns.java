package io.sensieve.trainer.study;

import io.sensieve.model.ModelFile;

/**
 * Reads some channels of rows in the model's scale, with means and covariances of the train rows; a missing value is
 * the mean.
 */
final class ScaledColumns {
    /** Bound on the multiply-adds of the covariances. */
    private static final double MOST_WORK = 1e9;

    /** Added to each variance, as a share of it, so that two equal channels keep the matrix regular. */
    private static final double RIDGE = 1e-3;

    private final ModelFile model;
    private final int[] channels;
    private final double[] means;

    ScaledColumns(ModelFile model, int[] channels, float[][] rows) {
        this.model = model;
        this.channels = channels;
        this.means = new double[channels.length];
        for (int i = 0; i < channels.length; i++) {
            means[i] = mean(i, rows);
        }
    }

    double mean(int i) {
        return means[i];
    }

    /** The value of a row, or the mean where it is missing. */
    double value(float[] row, int i) {
        double value = scaled(row, i);
        return Double.isNaN(value) ? means[i] : value;
    }

    /** Converts a value to the channel's own unit. */
    float unscaled(double value, int i) {
        int channel = channels[i];
        return (float) (value * model.range()[channel] + model.offset()[channel]);
    }

    /** Covariances of as many rows, evenly spread, as the bound on the work allows. */
    double[][] covariances(float[][] rows) {
        int n = channels.length;
        float[][] some = RowSampling.spread(rows, (int) Math.max(n, MOST_WORK / ((double) n * n)));
        double[][] covariance = new double[n][n];
        double[] centred = new double[n];
        for (float[] row : some) {
            for (int i = 0; i < n; i++) {
                centred[i] = value(row, i) - means[i];
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] += centred[i] * centred[j] / some.length;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            covariance[i][i] = covariance[i][i] * (1 + RIDGE) + 1e-12;
        }
        return covariance;
    }

    private double scaled(float[] row, int i) {
        int channel = channels[i];
        return (row[channel] - (double) model.offset()[channel]) / model.range()[channel];
    }

    private double mean(int i, float[][] rows) {
        double sum = 0;
        int count = 0;
        for (float[] row : rows) {
            double value = scaled(row, i);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
