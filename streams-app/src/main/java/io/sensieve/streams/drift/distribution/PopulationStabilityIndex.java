package io.sensieve.streams.drift.distribution;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Population stability index of one channel: the sum over its bins of (a - e) ln(a / e), with a the share of the bin in
 * the window and e its share in the reference. An empty bin counts as half a record; a bin that is empty on both sides
 * is left out.
 *
 * <p>Without a shift, the index of B bins, n records and m reference rows is about (1/n + 1/m) times a chi-squared
 * variable of B - 1 degrees of freedom (B. Yurdakul, Statistical Properties of Population Stability Index, 2018,
 * section 3). Its mean (B - 1)(1/n + 1/m) is subtracted. For dependent records, n and m are replaced by the effective
 * sample sizes ({@link EffectiveSampleSize}); with fewer than {@value #RECORDS_IN_BIN_MIN} records for each bin the
 * index is not tested.
 *
 * @param value index less its mean for independent records without a shift, at least 0
 * @param raise value by which a threshold is raised: two standard deviations of the index without a shift, sqrt(2 (B -
 *     1)) (1/n + 1/m) each, and the further mean because of dependent records
 * @param pValue probability of such an index without a shift
 */
public record PopulationStabilityIndex(double value, double raise, double pValue) {
    private static final double EMPTY_BIN = 0.5;

    /** With fewer records in a bin, the chi-squared distribution does not approximate that of the index. */
    private static final double RECORDS_IN_BIN_MIN = 2;

    /** Standard deviations by which a threshold is raised, so that small windows give no false alarm. */
    private static final double MARGIN = 2;

    /**
     * Computes the index of a channel.
     *
     * @param counts records of the window in each bin, missing values last
     * @param expected share of each bin in the reference
     * @param referenceRows m
     * @param inflation number of records, or rows, for each independent one
     */
    static PopulationStabilityIndex of(List<Long> counts, List<Float> expected, long referenceRows, double inflation) {
        double n = counts.stream().mapToLong(Long::longValue).sum();
        if (n == 0) {
            return new PopulationStabilityIndex(0, 0, 1);
        }
        double m = Math.max(1, referenceRows);
        double index = 0;
        int bins = 0;
        for (int i = 0; i < counts.size(); i++) {
            long count = counts.get(i);
            double inReference = expected.get(i) * m;
            if (count == 0 && inReference < EMPTY_BIN) {
                continue;
            }
            double actual = Math.max((double) count, EMPTY_BIN) / n;
            double share = Math.max(inReference, EMPTY_BIN) / m;
            index += (actual - share) * Math.log(actual / share);
            bins++;
        }
        int degreesOfFreedom = Math.max(0, bins - 1);
        double independent = 1 / n + 1 / m;
        double scale = inflation * independent;
        double raise =
                (inflation - 1) * degreesOfFreedom * independent + MARGIN * Math.sqrt(2.0 * degreesOfFreedom) * scale;
        boolean tested = inflation == 1 || Math.min(n, m) >= RECORDS_IN_BIN_MIN * bins * inflation;
        return new PopulationStabilityIndex(
                Math.max(0, index - degreesOfFreedom * independent),
                raise,
                tested ? survival(index / scale, degreesOfFreedom) : 1);
    }

    /** Probability that a chi-squared variable is larger; with 0 degrees of freedom only 0 is possible. */
    static double survival(double statistic, int degreesOfFreedom) {
        if (degreesOfFreedom == 0) {
            return statistic > 0 ? 0 : 1;
        }
        return ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }

    /** Ratio of the index to the raised {@code threshold}; a channel with at least 1 may have shifted. */
    public double ratioTo(double threshold) {
        double raised = threshold + raise;
        return raised > 0 ? value / raised : value > 0 ? Double.MAX_VALUE : 0;
    }
}
