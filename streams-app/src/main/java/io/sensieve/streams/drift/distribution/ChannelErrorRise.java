package io.sensieve.streams.drift.distribution;

import io.sensieve.ReferenceProfile;
import io.sensieve.Selection;
import io.sensieve.streams.state.DriftPartial;

/**
 * Whether chance explains that a channel's squared error is higher than that of the validation rows. An error counts as
 * no larger than the reference's values lie apart, w ({@link #mostSquare}): then the mean of n squared errors is as
 * unlikely as so many hits of a coin of n throws, mean / w² for their share ({@link LikelihoodRatio}), whatever the
 * errors are distributed like. So a channel that hardly ever varies is not blamed because it did once or twice.
 */
public final class ChannelErrorRise {
    private ChannelErrorRise() {}

    /** For each of the D channels, at most the share {@code level} of those named wrongly. */
    public static boolean[] significant(DriftPartial sums, Selection selection, double level) {
        ReferenceProfile reference = selection.getReference();
        double rows = (double) selection.getValidation().getRows();
        double[] p = new double[sums.getMeasured().size()];
        for (int i = 0; i < p.length; i++) {
            double measured = sums.getMeasured().get(i).doubleValue();
            double mean = measured == 0 ? 0 : sums.getSquaredErrors().get(i) / measured;
            double usual = reference.getChannelError().get(i);
            double most = Math.max(mostSquare(selection, i), Math.max(mean, usual * usual));
            p[i] = mean == 0
                    ? 1
                    : Math.exp(-LikelihoodRatio.ofRise(measured * mean / most, measured, usual * usual / most, rows));
        }
        return ChannelShift.stepUp(p, p.length, level);
    }

    /**
     * What a squared error of a channel counts as at most: the squared width of the reference's values, scaled; 1,
     * which is the width of what the scaling learnt from, where the values never varied or are not known.
     */
    public static double mostSquare(Selection selection, int channel) {
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
