package io.sensieve.streams.record;

/** Counts what becomes of records; called from several threads. */
public interface RecordMeter {
    /** A record was read, whatever becomes of it. */
    void received();

    /** A record was projected. */
    void reduced(String layout);

    /** A record was rebuilt with that normalised error; NaN where nothing of it was measured. */
    void rebuilt(String layout, float error);

    /** A record became a dead letter. */
    void dead(DeadLetterReason reason);

    /** More, or fewer, records wait for a selection. */
    void pending(int change);
}
