package sensieve.streams.drift;

import sensieve.DriftPartial;
import sensieve.ReferenceProfile;
import sensieve.Selection;

/**
 * Whether chance explains that a channel's squared error is higher than that of the validation rows. An error is taken
 * to be no larger than the reference's values lie apart, w: then the mean of n squared errors is as unlikely as so many
 * hits of a coin of n throws, mean / w² for their share ({@link LikelihoodRatio}), whatever the errors are distributed
 * like. So a channel that hardly ever varies is not blamed because it did once or twice.
 */
final class ChannelErrorRise {
    private ChannelErrorRise() {}

    /** For each of the D channels, at most the share {@code level} of those named wrongly. */
    static boolean[] significant(DriftPartial sums, Selection selection, double level) {
        ReferenceProfile reference = selection.getReference();
        double rows = (double) selection.getValidation().getRows();
        double[] p = new double[sums.getMeasured().size()];
        for (int i = 0; i < p.length; i++) {
            double measured = sums.getMeasured().get(i).doubleValue();
            double mean = measured == 0 ? 0 : sums.getSquaredErrors().get(i) / measured;
            double usual = reference.getChannelError().get(i);
            double most = Math.max(largest(reference, selection, i), Math.max(mean, usual * usual));
            p[i] = mean == 0
                    ? 1
                    : Math.exp(-LikelihoodRatio.ofRise(measured * mean / most, measured, usual * usual / most, rows));
        }
        return ChannelShift.stepUp(p, p.length, level);
    }

    /** The squared width of the reference's values, scaled; 0 where it is not known. */
    private static double largest(ReferenceProfile reference, Selection selection, int channel) {
        if (reference.getLowest().isEmpty() || reference.getHighest().isEmpty()) {
            return 0;
        }
        double width = ((double) reference.getHighest().get(channel)
                        - reference.getLowest().get(channel))
                / selection.getScaling().getRange().get(channel);
        return Double.isNaN(width) ? 0 : width * width;
    }
}
