package io.sensieve.streams.drift.distribution;

import java.util.List;

/**
 * Population stability index of one channel: the sum over its bins of (a - e) ln(a / e), a the window's share and e the
 * reference's. An empty bin counts half a record; one that is empty on both sides counts nothing.
 *
 * <p>Without any change the index is not 0: with B bins, n records and m reference rows it is about (1/n + 1/m) times a
 * chi-squared variable of B - 1 degrees of freedom (B. Yurdakul, Statistical Properties of Population Stability Index,
 * 2018, section 3), so its mean is (B - 1)(1/n + 1/m). That is subtracted. Where neighbouring records are alike, n and
 * m count for chance as what the records are worth ({@link EffectiveSampleSize}), and fewer than {@value #LEAST_IN_BIN}
 * for each bin tell nothing.
 *
 * @param value the index less what chance alone gives on average where records are independent, at least 0
 * @param raise what a threshold is raised by: two standard deviations of chance, sqrt(2 (B - 1)) (1/n + 1/m) each, and,
 *     where records are alike, what chance gives on average beyond that of independent ones
 * @param probability that chance alone gives as much
 */
public record PopulationStabilityIndex(double value, double raise, double probability) {
    private static final double HALF_A_RECORD = 0.5;

    /** Below that the distribution above is not that of the index. */
    private static final double LEAST_IN_BIN = 2;

    /** How many standard deviations of chance a threshold is raised by, so that small windows give no alarm. */
    private static final double MARGIN = 2;

    /**
     * Measures a channel.
     *
     * @param counts the window's records in each bin, missing values last
     * @param expected the reference's share of each bin
     * @param referenceRows m
     * @param inflation how many records, or rows, are worth one
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
            if (count == 0 && inReference < HALF_A_RECORD) {
                continue;
            }
            double actual = Math.max((double) count, HALF_A_RECORD) / n;
            double share = Math.max(inReference, HALF_A_RECORD) / m;
            index += (actual - share) * Math.log(actual / share);
            bins++;
        }
        int freedom = Math.max(0, bins - 1);
        double independent = 1 / n + 1 / m;
        double scale = inflation * independent;
        double raise = (inflation - 1) * freedom * independent + MARGIN * Math.sqrt(2.0 * freedom) * scale;
        boolean tells = inflation == 1 || Math.min(n, m) >= LEAST_IN_BIN * bins * inflation;
        return new PopulationStabilityIndex(
                Math.max(0, index - freedom * independent),
                raise,
                tells ? ChiSquared.above(index / scale, freedom) : 1);
    }

    /** The index over {@code threshold}, raised: 1 or more is a move. */
    public double over(double threshold) {
        double raised = threshold + raise;
        return raised > 0 ? value / raised : value > 0 ? Double.MAX_VALUE : 0;
    }
}
