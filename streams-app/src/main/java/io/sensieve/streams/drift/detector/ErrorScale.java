package io.sensieve.streams.drift.detector;

import io.sensieve.ErrorSummary;

/**
 * Scale of the reconstruction errors, from the validation rows.
 *
 * @param mean mean error of the validation rows
 * @param sd standard deviation of the validation rows, at least a twentieth of the mean
 * @param max largest value that an error counts as in the detector: mean + 4 sd, so that a few outliers are no rise
 */
public record ErrorScale(double mean, double sd, double max) {
    /** Largest value that an error counts as in the mean of a window, in means of the validation rows. */
    public static final double MEANS_MAX = 20;

    private static final double TINY = 1e-9;
    private static final double DEVIATIONS_MAX = 4;
    private static final double SPREAD_MIN = 0.05;
    private static final double PERCENTILES_MAX = 5;

    /** Returns the scale of a selection. */
    public static ErrorScale of(ErrorSummary validation) {
        double mean = Math.max(validation.getMean(), TINY);
        double sd = Math.max(validation.getSd(), SPREAD_MIN * mean);
        return new ErrorScale(mean, sd, mean + DEVIATIONS_MAX * sd);
    }

    /**
     * Returns the largest value that an error counts as in the mean of a window: {@value #MEANS_MAX} times the
     * validation mean, or {@value #PERCENTILES_MAX} times the 99th percentile if that is more.
     */
    public static double windowErrorMax(ErrorSummary validation) {
        double limit = Math.max(MEANS_MAX * validation.getMean(), PERCENTILES_MAX * validation.getP99());
        return limit > 0 ? limit : Double.MAX_VALUE;
    }
}
