package io.sensieve.streams.drift.error;

/**
 * Tests whether a share is higher than in the reference, by the log-likelihood ratio of two binomial samples (S. S.
 * Wilks, The Large-Sample Distribution of the Likelihood Ratio for Testing Composite Hypotheses, 1938):
 *
 * <pre>
 * n1 KL(h1 / n1, p) + n0 KL(h0 / n0, p),  p = (h0 + h1) / (n0 + n1)
 * </pre>
 *
 * A reference of few rows counts as uncertain. For a reference of any size, chance gives a ratio of at least r with a
 * probability of at most about exp(-r) (W. Hoeffding, Probability Inequalities for Sums of Bounded Random Variables,
 * 1963, theorem 1, for a known p).
 */
public final class LikelihoodRatio {
    private LikelihoodRatio() {}

    /**
     * The log-likelihood ratio; 0 if the share is not higher than in the reference.
     *
     * @param hits h1
     * @param records n1
     * @param reference share of hits in the reference, h0 / n0
     * @param rows n0, rows of the reference
     */
    public static double ofRise(double hits, double records, double reference, double rows) {
        if (records <= 0 || rows <= 0 || hits <= reference * records) {
            return 0;
        }
        double pooled = (hits + reference * rows) / (records + rows);
        return records * divergence(hits / records, pooled) + rows * divergence(reference, pooled);
    }

    /** Kullback-Leibler divergence of two Bernoulli distributions. */
    private static double divergence(double p, double q) {
        return term(p, q) + term(1 - p, 1 - q);
    }

    private static double term(double p, double q) {
        return p <= 0 ? 0 : p * Math.log(p / q);
    }
}
