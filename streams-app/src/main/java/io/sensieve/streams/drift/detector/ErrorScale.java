package io.sensieve.streams.drift.detector;

import io.sensieve.ErrorSummary;
import io.sensieve.streams.drift.distribution.WindowStatistics;

/**
 * What the detectors measure errors against.
 *
 * @param mean of the validation rows
 * @param sd of the validation rows, at least a twentieth of the mean
 * @param max what an error counts as at most: mean + 4 sd, so that a few records gone mad are no rise of all
 */
public record ErrorScale(double mean, double sd, double max) {
    private static final double DEVIATIONS_MAX = 4;
    private static final double LEAST_SPREAD = 0.05;

    /** What a record's error counts as at most in a window's mean, in means of the validation rows. */
    public static final double MEANS_MAX = 20;

    private static final double TAILS_MAX = 5;

    public static ErrorScale of(ErrorSummary validation) {
        double mean = Math.max(validation.getMean(), WindowStatistics.TINY);
        double sd = Math.max(validation.getSd(), LEAST_SPREAD * mean);
        return new ErrorScale(mean, sd, mean + DEVIATIONS_MAX * sd);
    }

    /**
     * What a record's error counts as at most in the mean of a window: {@value #MEANS_MAX} times the validation mean,
     * or {@value #TAILS_MAX} times its 99th percentile where that is more.
     */
    public static double mostInMeans(ErrorSummary validation) {
        double limit = Math.max(MEANS_MAX * validation.getMean(), TAILS_MAX * validation.getP99());
        return limit > 0 ? limit : Double.MAX_VALUE;
    }
}
