package io.sensieve.streams.testing;

import io.sensieve.model.DecoderWeights.Linear;

/**
 * Every channel as an affine function of the chosen ones, by least squares: {@code (A + R) W = B} with the covariances
 * A of the chosen channels among themselves and B with all. R adds {@value #RIDGE} of each variance, so that constant
 * channels and copies have a solution too.
 */
final class LinearFit {
    private static final double RIDGE = 1e-9;

    private LinearFit() {}

    /** @param rows of D complete values each */
    static Linear of(float[][] rows, int[] chosen) {
        int k = chosen.length;
        double[] means = means(rows);
        int d = means.length;
        double[][] solved = solve(equations(rows, means, chosen), k);
        float[] weight = new float[d * k];
        float[] bias = new float[d];
        for (int c = 0; c < d; c++) {
            double rest = means[c];
            for (int i = 0; i < k; i++) {
                weight[c * k + i] = (float) solved[i][k + c];
                rest -= solved[i][k + c] * means[chosen[i]];
            }
            bias[c] = (float) rest;
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

    /** K rows of A + R and B side by side. */
    private static double[][] equations(float[][] rows, double[] means, int[] chosen) {
        int k = chosen.length;
        double[][] equations = new double[k][k + means.length];
        for (float[] row : rows) {
            for (int i = 0; i < k; i++) {
                double x = row[chosen[i]] - means[chosen[i]];
                for (int j = 0; j < k; j++) {
                    equations[i][j] += x * (row[chosen[j]] - means[chosen[j]]);
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

    /** Gauss-Jordan; the matrix is positive definite, so no rows need to be swapped. */
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
