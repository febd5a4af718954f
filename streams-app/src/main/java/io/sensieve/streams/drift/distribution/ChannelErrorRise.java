package io.sensieve.streams.drift.distribution;

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
    private ChannelErrorRise() {}

    /**
     * Whether the error of each of the D channels has risen.
     *
     * @param level largest expected share of false discoveries among the channels that are found
     */
    public static boolean[] significant(DriftPartial sums, Selection selection, double level) {
        ReferenceProfile reference = selection.getReference();
        double rows = (double) selection.getValidation().getRows();
        double[] p = new double[sums.getMeasuredCounts().size()];
        for (int i = 0; i < p.length; i++) {
            double measured = sums.getMeasuredCounts().get(i).doubleValue();
            double mean = measured == 0 ? 0 : sums.getSquaredErrors().get(i) / measured;
            double expected = reference.getChannelError().get(i);
            double max = Math.max(squareMax(selection, i), Math.max(mean, expected * expected));
            p[i] = mean == 0
                    ? 1
                    : Math.exp(
                            -LikelihoodRatio.ofRise(measured * mean / max, measured, expected * expected / max, rows));
        }
        return BenjaminiHochberg.significant(p, p.length, level);
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
