package io.sensieve.streams.drift.detector;

import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import org.jspecify.annotations.Nullable;

/**
 * Detects a rise of the mean in a stream of errors, block by block. An alarm lasts until {@link #clear}. Errors must
 * lie between 0 and the range of the detector. Not thread-safe.
 */
sealed interface ErrorDetector permits Adwin, BernsteinDetector, PageHinkley {
    /**
     * Adds a block of consecutive records.
     *
     * @param count number of records, at least 1
     * @param sum sum of their errors
     * @param sumOfSquares sum of the squares of their errors
     * @param time event time of the first record, in milliseconds
     * @return whether the detector raises an alarm with this block
     */
    boolean add(long count, double sum, double sumOfSquares, long time);

    /** Clears the alarm, because the error has returned to its earlier level. */
    void clear();

    /** Evidence of the alarm; without an alarm, the present statistic. */
    DetectorEvidence evidence();

    /** The complete state of the detector. */
    DetectorState state();

    /** Whether there is an alarm that has not been cleared. */
    default boolean hasAlarm() {
        return evidence().getDrifted();
    }

    /** Event time in milliseconds from which the error is higher; null without an alarm. */
    default @Nullable Long since() {
        return evidence().getSince();
    }
}
