package io.sensieve.benchmarks.drift;

import java.util.Locale;

/** Lists the kinds of planted drift. */
enum DriftKind {
    /**
     * Half of a third of the channels shrinks to 0.3 of its deviation from the mean, the other half is mirrored at it.
     */
    ABRUPT,
    /** As abrupt drift, but the share of drifted records rises from 0 to 1 over 2,000 records. */
    GRADUAL,
    /** A selected channel is missing. */
    DEAD_SELECTED,
    /** A reconstructed channel is missing. */
    DEAD_RECONSTRUCTED,
    /** A selected channel repeats its last value. */
    STUCK_SELECTED,
    /** A reconstructed channel repeats its last value. */
    STUCK_RECONSTRUCTED,
    /** A twentieth of the channels, all adjacent, have twice their deviation from the mean. */
    GROUP_RESCALED,
    /**
     * A third of the channels have the values of another record: their marginal distributions stay the same, but their
     * correlation with the other channels is lost.
     */
    CORRELATION,
    /** Abrupt drift that ends after a season and comes again. */
    SEASONAL;

    /** Whether the drift is the fault of a single sensor. */
    boolean isFault() {
        return switch (this) {
            case DEAD_SELECTED, DEAD_RECONSTRUCTED, STUCK_SELECTED, STUCK_RECONSTRUCTED -> true;
            default -> false;
        };
    }

    /** Name in options and tables. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
