package io.sensieve.streams.drift.detector;

import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import org.jspecify.annotations.Nullable;

/**
 * Finds a rise in a stream of errors, block by block. A rise that was found is remembered until {@link #clear}. Errors
 * must lie between 0 and the range that a detector was made with. Not thread-safe.
 */
public sealed interface ErrorDetector permits Adwin, BernsteinDetector, PageHinkley {
    /**
     * Takes the errors of the next consecutive records.
     *
     * @param count how many, at least 1
     * @param sum of their errors
     * @param squares sum of their errors' squares
     * @param time event time of the first, in milliseconds
     * @return whether a rise was found with them
     */
    boolean add(long count, double sum, double squares, long time);

    /** Says that the rise has gone again. */
    void clear();

    /** What was found latest, or how things stand where there is nothing. */
    DetectorEvidence evidence();

    /** All that the detector remembers. */
    DetectorState state();

    /** Whether a rise was found that has not been cleared. */
    default boolean drifted() {
        return evidence().getDrifted();
    }

    /** Event time from which on the error is higher; null where no rise was found. */
    default @Nullable Long since() {
        return evidence().getSince();
    }
}
