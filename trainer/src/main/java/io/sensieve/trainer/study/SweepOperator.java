package io.sensieve.trainer.study;

/**
 * A covariance matrix whose variables can be regressed out and taken back in, one at a time: the sweep operator
 * (Goodnight, 1979). Sweeping a variable a second time undoes the first.
 *
 * <p>With the variables S swept, {@code at(t, u)} is the covariance of t and u after regression on S, and {@code at(s,
 * t)} the coefficient of s in the regression of t on S, for s in S and t, u outside.
 */
final class SweepOperator {
    private final double[][] matrix;

    /**
     * Takes the matrix over.
     *
     * @param covariance symmetric, positive definite
     */
    SweepOperator(double[][] covariance) {
        this.matrix = covariance;
    }

    void sweep(int variable) {
        double[] pivotRow = matrix[variable];
        double pivot = pivotRow[variable];
        for (int c = 0; c < pivotRow.length; c++) {
            pivotRow[c] /= pivot;
        }
        for (int r = 0; r < matrix.length; r++) {
            double share = matrix[r][variable];
            if (r != variable) {
                for (int c = 0; c < pivotRow.length; c++) {
                    matrix[r][c] -= share * pivotRow[c];
                }
                matrix[r][variable] = -share / pivot;
            }
        }
        pivotRow[variable] = 1 / pivot;
    }

    double at(int row, int column) {
        return matrix[row][column];
    }
}
