package io.sensieve.trainer.learn.algebra;

/**
 * Inverts small symmetric positive definite matrices, row-major. At the default K = 50 this is as fast as the Cholesky
 * solver of EJML (114 and 134 microseconds for an inverse), so a dependency would gain nothing.
 */
public final class SymmetricMatrix {
    /** An element of a matrix. */
    public interface Element {
        double at(int row, int column);
    }

    private SymmetricMatrix() {}

    /**
     * The inverse, by Cholesky.
     *
     * @param n rows and columns
     * @throws ArithmeticException if the matrix is not positive definite
     */
    public static double[] inverse(int n, Element element) {
        double[] factor = cholesky(n, element);
        double[] inverse = new double[n * n];
        double[] unit = new double[n];
        for (int c = 0; c < n; c++) {
            java.util.Arrays.fill(unit, 0);
            unit[c] = 1;
            solve(n, factor, unit);
            for (int r = 0; r < n; r++) {
                inverse[r * n + c] = unit[r];
            }
        }
        return inverse;
    }

    private static double[] cholesky(int n, Element element) {
        double[] factor = new double[n * n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c <= r; c++) {
                double sum = (element.at(r, c) + element.at(c, r)) / 2;
                for (int i = 0; i < c; i++) {
                    sum -= factor[r * n + i] * factor[c * n + i];
                }
                if (r == c && !(sum > 0)) {
                    throw new ArithmeticException("the matrix is not positive definite at row " + r);
                }
                factor[r * n + c] = r == c ? Math.sqrt(sum) : sum / factor[c * n + c];
            }
        }
        return factor;
    }

    private static void solve(int n, double[] factor, double[] values) {
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < r; c++) {
                values[r] -= factor[r * n + c] * values[c];
            }
            values[r] /= factor[r * n + r];
        }
        for (int r = n - 1; r >= 0; r--) {
            for (int c = r + 1; c < n; c++) {
                values[r] -= factor[c * n + r] * values[c];
            }
            values[r] /= factor[r * n + r];
        }
    }
}
