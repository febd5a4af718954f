package io.sensieve.streams.record;

/** Counts records by their outcome. Implementations must be thread-safe. */
public interface RecordMeter {
    /** Counts a record that was read, whatever its outcome. */
    void countReceived();

    /** Counts a record that was projected. Its layout has a selection. */
    void countReduced(String layout);

    /**
     * Counts a record that was reconstructed.
     *
     * @param error normalised reconstruction error; NaN if all values are missing
     */
    void countReconstructed(String layout, float error);

    /** Counts a record that was dead-lettered. */
    void countDeadLetter(DeadLetterReason reason);

    /** Adds {@code change}, which may be negative, to the number of buffered records. */
    void addBuffered(int change);
}
