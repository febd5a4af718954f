package io.sensieve.topic;

/**
 * Headers that a dead letter carries beside those of the input record. Those that KIP-1034 names are named as there, so
 * that its tools read ours.
 */
public final class DeadLetterHeaders {
    /** One of the reasons that the meter counts by, for example {@code wrong-length}. */
    public static final String REASON = "sensieve.reason";

    /** What exactly was wrong, for a person. */
    public static final String MESSAGE = "__streams.errors.message";

    /** Topic of the input record. */
    public static final String TOPIC = "__streams.errors.topic";

    /** Partition of the input record, in decimal digits. */
    public static final String PARTITION = "__streams.errors.partition";

    /** Offset of the input record, in decimal digits. */
    public static final String OFFSET = "__streams.errors.offset";

    private DeadLetterHeaders() {}
}
