package io.sensieve.streams.drift.distribution;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Controls the false discovery rate of several tests (Y. Benjamini and Y. Hochberg, Controlling the False Discovery
 * Rate, Journal of the Royal Statistical Society B, 1995). The i-th smallest of n p-values is significant where it is
 * at most {@code level * i / n}; then all smaller p-values are significant, too.
 */
final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /**
     * Which tests are significant.
     *
     * @param p p-value of each test; 1 for a test that does not count
     * @param tests number of tests that count
     * @param level largest expected share of false discoveries
     */
    static boolean[] significant(double[] p, long tests, double level) {
        double largest = -1;
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 1; rank <= tests; rank++) {
            double probability = p[order[rank - 1]];
            if (probability <= level * rank / tests) {
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
