package io.sensieve.streams.drift.distribution;

import java.util.List;

/**
 * Shift of a selected channel's distribution against the reference.
 *
 * @param stability population stability index
 * @param wasserstein 1-Wasserstein distance in standard deviations of the reference, less the expected distance of
 *     independent records without a shift
 * @param wassersteinRaise further expected distance because of dependent records, by which thresholds are raised
 * @param faulty whether the channel's sensor is faulty, so that its distribution does not count
 */
public record ChannelShift(
        PopulationStabilityIndex stability, double wasserstein, double wassersteinRaise, boolean faulty) {
    /**
     * The larger of the ratios of index and distance to their thresholds. A channel with at least 1 has shifted, where
     * its index is also significant.
     */
    double score(double psiThreshold, double wassersteinThreshold) {
        return faulty
                ? 0
                : Math.max(
                        stability.ratioTo(psiThreshold),
                        wassersteinThreshold > 0 ? wasserstein / (wassersteinThreshold + wassersteinRaise) : 0);
    }

    /** Which channels have a significant index, with at most the share {@code level} of false discoveries. */
    static boolean[] significant(List<ChannelShift> shifts, double level) {
        double[] p = shifts.stream()
                .mapToDouble(shift -> shift.faulty() ? 1 : shift.stability().pValue())
                .toArray();
        long tests = shifts.stream().filter(shift -> !shift.faulty()).count();
        boolean[] significant = BenjaminiHochberg.significant(p, tests, level);
        for (int i = 0; i < significant.length; i++) {
            significant[i] &= !shifts.get(i).faulty();
        }
        return significant;
    }
}
