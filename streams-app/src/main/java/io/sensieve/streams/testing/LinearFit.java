package io.sensieve.streams.testing;

import io.sensieve.model.DecoderWeights.Linear;

/**
 * Fits every channel as an affine function of the selected channels by least squares: solves {@code (A + R) W = B},
 * where A are the covariances between the selected channels and B those with all channels. The ridge R adds
 * {@value #RIDGE} of each variance, so that constant and identical channels have a solution.
 */
final class LinearFit {
    private static final double RIDGE = 1e-9;

    private LinearFit() {}

    /**
     * Fits the decoder.
     *
     * @param rows complete rows of D values each
     * @param selected indices of the K selected channels
     */
    static Linear of(float[][] rows, int[] selected) {
        int k = selected.length;
        double[] means = means(rows);
        int d = means.length;
        double[][] solved = solve(equations(rows, means, selected), k);
        float[] weight = new float[d * k];
        float[] bias = new float[d];
        for (int c = 0; c < d; c++) {
            double intercept = means[c];
            for (int i = 0; i < k; i++) {
                weight[c * k + i] = (float) solved[i][k + c];
                intercept -= solved[i][k + c] * means[selected[i]];
            }
            bias[c] = (float) intercept;
        }
        return new Linear(k, d, weight, bias);
    }

    private static double[] means(float[][] rows) {
        double[] means = new double[rows[0].length];
        for (float[] row : rows) {
            for (int c = 0; c < means.length; c++) {
                means[c] += row[c] / (double) rows.length;
            }
        }
        return means;
    }

    /** Returns K rows with A + R and B side by side. */
    private static double[][] equations(float[][] rows, double[] means, int[] selected) {
        int k = selected.length;
        double[][] equations = new double[k][k + means.length];
        for (float[] row : rows) {
            for (int i = 0; i < k; i++) {
                double x = row[selected[i]] - means[selected[i]];
                for (int j = 0; j < k; j++) {
                    equations[i][j] += x * (row[selected[j]] - means[selected[j]]);
                }
                for (int c = 0; c < means.length; c++) {
                    equations[i][k + c] += x * (row[c] - means[c]);
                }
            }
        }
        for (int i = 0; i < k; i++) {
            equations[i][i] += RIDGE * equations[i][i] + Double.MIN_NORMAL;
        }
        return equations;
    }

    /** Gauss-Jordan elimination without pivoting, because the matrix is positive definite. */
    private static double[][] solve(double[][] equations, int k) {
        for (int p = 0; p < k; p++) {
            double[] pivot = equations[p];
            double scale = 1 / pivot[p];
            for (int j = p; j < pivot.length; j++) {
                pivot[j] *= scale;
            }
            for (int i = 0; i < k; i++) {
                double factor = equations[i][p];
                for (int j = p; i != p && j < pivot.length; j++) {
                    equations[i][j] -= factor * pivot[j];
                }
            }
        }
        return equations;
    }
}
