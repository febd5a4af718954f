package io.sensieve.trainer.learn.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Second moments of D channels and S targets. Where cells are missing, each moment is over the rows in which both
 * values are measured, so that a missing cell is no evidence.
 *
 * <p>A target counts by the share of the rows that measure it. A channel that is often missing explains only in rows
 * that have it. The moments express this as noise of the channel: its variance is divided by its availability, the
 * share of the rows of the targets that it explains in which it is measured. With availability a, a channel alone
 * explains a times what it would explain if it were always there.
 */
final class Moments {
    /**
     * Added to each channel's variance, as a share of it: keeps the inverse of the covariance stable where two channels
     * are nearly equal.
     */
    static final double RIDGE = 1e-3;

    /** A moment over fewer rows counts as if the other rows up to this number had no covariance. */
    private static final int LEAST_PAIRS = 8;

    private final NDArray rows;
    private final Optional<NDArray> measured;
    private final NDArray crossed;
    private final double[] variance;
    private final double total;

    /** The rows of some variables, with their measured cells; all cells are measured if {@code measured} is empty. */
    record Cells(NDArray values, Optional<NDArray> measured) {}

    /**
     * Computes the moments.
     *
     * @param channels N x D, scaled
     * @param targets N x S
     */
    Moments(Cells channels, Cells targets) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            this.measured = channels.measured();
            this.rows = centred(channels);
            NDArray centred = centred(targets);
            NDArray products = this.rows.transpose().matMul(centred);
            double[] squares = doubles(this.rows.square().sum(new int[] {0}));
            this.total = centred.square().sum().toType(DataType.FLOAT64, false).getDouble();
            if (measured.isEmpty()) {
                this.crossed = products.toType(DataType.FLOAT64, false);
                this.variance = squares;
            } else {
                NDArray mask = measured.get();
                NDArray ofTargets =
                        targets.measured().orElseGet(() -> targets.values().onesLike());
                double count = mask.getShape().get(0);
                NDArray pairs = mask.transpose().matMul(ofTargets);
                NDArray counts = ofTargets.sum(new int[] {0}, true).maximum(1);
                this.crossed = products.mul(count)
                        .div(pairs.maximum(LEAST_PAIRS))
                        .mul(counts.div(count).sqrt())
                        .toType(DataType.FLOAT64, false);
                this.variance = perAvailability(squares, doubles(mask.sum(new int[] {0})), count, pairs.div(counts));
            }
            NDScope.unregister(this.rows, crossed);
        }
        double least = 1e-9 * Arrays.stream(variance).average().orElse(0) + Double.MIN_NORMAL;
        for (int c = 0; c < variance.length; c++) {
            variance[c] = variance[c] * (1 + RIDGE) + least;
        }
    }

    /** Covariances of the channels with the targets: D x S, 64-bit. */
    NDArray crossed() {
        return crossed;
    }

    /** Variances of the D channels, with the ridge. */
    double[] variance() {
        return variance;
    }

    /** Sum of the targets' variances. */
    double total() {
        return total;
    }

    /** Covariances of all channels with one of them. */
    double[] column(NDManager manager, int channel) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray one = rows.get(":, " + channel).reshape(-1, 1);
            double[] column = doubles(rows.transpose().matMul(one));
            measured.ifPresent(mask -> {
                double[] pairs = doubles(
                        mask.transpose().matMul(mask.get(":, " + channel).reshape(-1, 1)));
                long count = mask.getShape().get(0);
                for (int c = 0; c < column.length; c++) {
                    column[c] *= count / Math.max(pairs[c], LEAST_PAIRS);
                }
            });
            column[channel] = variance[channel];
            return column;
        }
    }

    /** Divides each channel's variance, over the rows that measure it, by its availability. */
    private double[] perAvailability(double[] squares, double[] counts, double rowCount, NDArray shares) {
        NDArray weights = crossed.square();
        double[] explained = weights.sum(new int[] {1}).toDoubleArray();
        double[] available = weights.mul(shares.toType(DataType.FLOAT64, false))
                .sum(new int[] {1})
                .toDoubleArray();
        double[] divided = new double[squares.length];
        for (int c = 0; c < divided.length; c++) {
            double availability = explained[c] > 0 ? available[c] / explained[c] : 1;
            divided[c] = squares[c] * rowCount / Math.max(counts[c], 1) / availability;
        }
        return divided;
    }

    /** Differences from the mean of the measured cells, over the square root of N; 0 where a cell is missing. */
    private static NDArray centred(Cells cells) {
        NDArray values = cells.values();
        double root = Math.sqrt((double) values.getShape().get(0));
        if (cells.measured().isEmpty()) {
            return values.sub(values.mean(new int[] {0}, true)).div(root);
        }
        NDArray mask = cells.measured().get();
        NDArray mean = values.mul(mask)
                .sum(new int[] {0}, true)
                .div(mask.sum(new int[] {0}, true).maximum(1));
        return values.sub(mean).mul(mask).div(root);
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
