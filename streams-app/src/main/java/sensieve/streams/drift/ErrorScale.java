package sensieve.streams.drift;

import sensieve.ErrorSummary;

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

    public static ErrorScale of(ErrorSummary validation) {
        double mean = Math.max(validation.getMean(), DriftFigures.TINY);
        double sd = Math.max(validation.getSd(), LEAST_SPREAD * mean);
        return new ErrorScale(mean, sd, mean + DEVIATIONS_MAX * sd);
    }
}
