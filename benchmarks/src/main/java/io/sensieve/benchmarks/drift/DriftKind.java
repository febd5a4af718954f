package io.sensieve.benchmarks.drift;

import java.util.Locale;

/** How a world changes. */
enum DriftKind {
    /** A third of the channels at once: half of them at 0.3 of their spread, half mirrored, both about their mean. */
    ABRUPT,
    /** The same changed records among unchanged ones, their share rising from 0 to 1 over 2,000 records. */
    GRADUAL,
    /** One chosen channel is missing. */
    DEAD_SELECTED,
    /** One channel that is rebuilt is missing. */
    DEAD_RECONSTRUCTED,
    /** One chosen channel repeats its last value. */
    STUCK_SELECTED,
    /** One channel that is rebuilt repeats its last value. */
    STUCK_RECONSTRUCTED,
    /** A twentieth of the channels, neighbours, at twice their spread about their mean. */
    GROUP_RESCALED,
    /**
     * A third of the channels show what they showed in another record, all of them in the same one: what each takes
     * stays as it was, what the others tell of it is gone.
     */
    CORRELATION,
    /** Abrupt, and back after a season; then once more. */
    SEASONAL;

    /** Whether a sensor fails, rather than the world changes. */
    boolean isFault() {
        return switch (this) {
            case DEAD_SELECTED, DEAD_RECONSTRUCTED, STUCK_SELECTED, STUCK_RECONSTRUCTED -> true;
            default -> false;
        };
    }

    /** As tables say it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
