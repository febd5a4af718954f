package io.sensieve.streams.drift.error;

import io.sensieve.ReferenceProfile;
import io.sensieve.Selection;
import io.sensieve.streams.state.DriftPartial;

/**
 * Tests whether the squared error of a channel is significantly higher than that of the validation rows. A squared
 * error counts as at most w², the square of the width of the reference range ({@link #squareMax}). Then, whatever the
 * distribution of the errors is, a mean of n squared errors is at most as likely as a share of mean / w² hits in n
 * independent trials ({@link LikelihoodRatio}). So one or two deviations of a nearly constant channel are not
 * significant.
 */
public final class ChannelErrorRise {
    private static final double FALSE_ALARM = 0.01;

    private ChannelErrorRise() {}

    /**
     * Whether the error of each of the D channels has risen. Chance names one of them in a window with a probability of
     * at most {@value #FALSE_ALARM}.
     */
    public static boolean[] significant(DriftPartial sums, Selection selection) {
        ReferenceProfile reference = selection.getReference();
        double rows = (double) selection.getValidation().getRows();
        boolean[] significant = new boolean[sums.getMeasuredCounts().size()];
        double required = Math.log(significant.length / FALSE_ALARM);
        for (int i = 0; i < significant.length; i++) {
            double measured = sums.getMeasuredCounts().get(i).doubleValue();
            double mean = measured == 0 ? 0 : sums.getSquaredErrors().get(i) / measured;
            double expected = reference.getChannelError().get(i);
            double max = Math.max(squareMax(selection, i), Math.max(mean, expected * expected));
            significant[i] = LikelihoodRatio.ofRise(measured * mean / max, measured, expected * expected / max, rows)
                    >= required;
        }
        return significant;
    }

    /**
     * The largest value that a squared error of a channel counts as: the squared width of the reference range, scaled;
     * 1, the squared width of the scaled range, if the reference range is empty or unknown.
     */
    public static double squareMax(Selection selection, int channel) {
        ReferenceProfile reference = selection.getReference();
        if (reference.getLowest().isEmpty() || reference.getHighest().isEmpty()) {
            return 1;
        }
        double width = ((double) reference.getHighest().get(channel)
                        - reference.getLowest().get(channel))
                / selection.getScaling().getRange().get(channel);
        return width > 0 ? width * width : 1;
    }
}
