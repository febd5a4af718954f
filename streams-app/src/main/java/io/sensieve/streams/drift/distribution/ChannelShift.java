package io.sensieve.streams.drift.distribution;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far one chosen channel's distribution has gone from the reference's.
 *
 * @param stability the population stability index
 * @param wasserstein the 1-Wasserstein distance in standard deviations of the reference, less what chance gives where
 *     records are independent
 * @param wassersteinRaise what chance gives beyond that, where records are alike: thresholds are raised by it
 * @param faulty whether its sensor is at fault, so that it says nothing of the world
 */
public record ChannelShift(
        PopulationStabilityIndex stability, double wasserstein, double wassersteinRaise, boolean faulty) {
    /**
     * The larger of both figures over its threshold: from 1 on the channel has moved, where chance is no explanation.
     */
    double score(double psi, double distance) {
        return faulty
                ? 0
                : Math.max(stability.over(psi), distance > 0 ? wasserstein / (distance + wassersteinRaise) : 0);
    }

    /** Which channels' stability indices chance does not explain; see {@link #stepUp}. */
    static boolean[] significant(List<ChannelShift> shifts, double level) {
        double[] p = shifts.stream()
                .mapToDouble(shift -> shift.faulty() ? 1 : shift.stability().probability())
                .toArray();
        long tested = shifts.stream().filter(shift -> !shift.faulty()).count();
        boolean[] significant = stepUp(p, tested, level);
        for (int i = 0; i < significant.length; i++) {
            significant[i] &= !shifts.get(i).faulty();
        }
        return significant;
    }

    /**
     * Which findings chance does not explain, where of all that are named so at most the share {@code level} is named
     * wrongly (Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical
     * Society B, 1995): the i-th smallest of n probabilities must be at most level * i / n, and all smaller ones go
     * with it.
     *
     * @param p what chance gives each; 1 where it is not tested
     * @param tested how many are
     */
    static boolean[] stepUp(double[] p, long tested, double level) {
        double largest = -1;
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 1; rank <= tested; rank++) {
            double probability = p[order[rank - 1]];
            if (probability <= level * rank / tested) {
                largest = probability;
            }
        }
        boolean[] significant = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            significant[i] = p[i] <= largest;
        }
        return significant;
    }
}
