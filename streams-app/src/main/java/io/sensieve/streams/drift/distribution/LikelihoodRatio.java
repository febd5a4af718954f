package io.sensieve.streams.drift.distribution;

/**
 * How far chance is from explaining that a share is higher than it was: the log-likelihood ratio of two binomial
 * samples (S. S. Wilks, The Large-Sample Distribution of the Likelihood Ratio for Testing Composite Hypotheses, 1938),
 *
 * <pre>
 * n1 KL(h1 / n1, p) + n0 KL(h0 / n0, p),  p = (h0 + h1) / (n0 + n1)
 * </pre>
 *
 * so that a reference of few rows is trusted as little as it deserves. With a reference of any size, the probability of
 * what was seen is at most about e to the power of minus it (W. Hoeffding, Probability Inequalities for Sums of Bounded
 * Random Variables, 1963, theorem 1, where p is known).
 */
public final class LikelihoodRatio {
    private LikelihoodRatio() {}

    /**
     * The ratio; 0 where the share is not higher.
     *
     * @param hits of {@code records}
     * @param usual share of hits in the reference
     * @param rows of the reference
     */
    public static double ofRise(double hits, double records, double usual, double rows) {
        if (records <= 0 || rows <= 0 || hits <= usual * records) {
            return 0;
        }
        double pooled = (hits + usual * rows) / (records + rows);
        return records * divergence(hits / records, pooled) + rows * divergence(usual, pooled);
    }

    /** Of Kullback and Leibler, between two coins. */
    private static double divergence(double p, double q) {
        return term(p, q) + term(1 - p, 1 - q);
    }

    private static double term(double p, double q) {
        return p <= 0 ? 0 : p * Math.log(p / q);
    }
}
