package io.sensieve.benchmarks.events;

import java.util.stream.DoubleStream;

/**
 * Holds the relative errors over a stretch; NaN is not measured.
 *
 * @param served error of what was served
 * @param first error that version 1 would have had
 * @param kept least error that one of the versions published before would have had
 * @param oracle error of a selection that was trained on rows of the same regime
 */
record StretchErrors(double served, double first, double kept, double oracle) {
    private static final double FITS = 1.5;

    /** The served error over the least of the others; NaN if nothing is measured. */
    double regret() {
        return served
                / DoubleStream.of(first, kept, oracle)
                        .filter(error -> !Double.isNaN(error))
                        .min()
                        .orElse(Double.NaN);
    }

    /** Whether a kept version is nearly as good as the oracle. */
    boolean isFittedByKept() {
        return Math.min(first, kept) <= FITS * oracle;
    }
}
