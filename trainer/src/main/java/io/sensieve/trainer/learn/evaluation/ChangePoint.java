package io.sensieve.trainer.learn.evaluation;

import java.util.OptionalInt;

/**
 * Estimates where the level of a series rises: the split into two normal distributions, each with its own mean and
 * variance, that has the highest likelihood (Hinkley 1970, "Inference about the change-point in a sequence of random
 * variables").
 */
public final class ChangePoint {
    /** Fewest values on either side of a split. */
    private static final int LEAST_SIDE = 5;

    /** Least gain of log-likelihood over no split, in units of the logarithm of the number of values. */
    private static final double LEAST_GAIN = 5;

    /** Smallest variance of a side; a side of equal values would have an infinite likelihood. */
    private static final double LEAST_VARIANCE = 1e-4;

    private ChangePoint() {}

    /**
     * Estimates the index of the first value of the higher level; empty if there is no significant rise.
     *
     * @param values finite values, for example logarithms of errors
     * @param leastRise least difference of the means
     */
    public static OptionalInt ofRise(double[] values, double leastRise) {
        int count = values.length;
        double[] sums = new double[count + 1];
        double[] squares = new double[count + 1];
        for (int i = 0; i < count; i++) {
            sums[i + 1] = sums[i] + values[i];
            squares[i + 1] = squares[i] + values[i] * values[i];
        }
        double whole = deviance(sums, squares, 0, count);
        double least = whole - 2 * LEAST_GAIN * Math.log(Math.max(2, count));
        OptionalInt best = OptionalInt.empty();
        for (int split = LEAST_SIDE; split <= count - LEAST_SIDE; split++) {
            double deviance = deviance(sums, squares, 0, split) + deviance(sums, squares, split, count);
            double rise = (sums[count] - sums[split]) / (count - split) - sums[split] / split;
            if (deviance < least && rise >= leastRise) {
                least = deviance;
                best = OptionalInt.of(split);
            }
        }
        return best;
    }

    /** Returns -2 log-likelihood of the values in [from, to), up to a constant for each value. */
    private static double deviance(double[] sums, double[] squares, int from, int to) {
        double count = to - from;
        double mean = (sums[to] - sums[from]) / count;
        double variance = (squares[to] - squares[from]) / count - mean * mean;
        return count * Math.log(Math.max(variance, LEAST_VARIANCE));
    }
}
