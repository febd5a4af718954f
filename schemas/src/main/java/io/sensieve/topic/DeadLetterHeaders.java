package io.sensieve.topic;

/**
 * Names of the headers that a dead letter has in addition to those of the input record. The headers of KIP-1034 have
 * the names of KIP-1034, so that tools for it can read them.
 */
public final class DeadLetterHeaders {
    /** Reason, as in the label of the meter; for example {@code wrong-length}. */
    public static final String REASON = "sensieve.reason";

    /** Description of the problem for users. */
    public static final String MESSAGE = "__streams.errors.message";

    /** Topic of the input record. */
    public static final String TOPIC = "__streams.errors.topic";

    /** Partition of the input record, in decimal digits. */
    public static final String PARTITION = "__streams.errors.partition";

    /** Offset of the input record, in decimal digits. */
    public static final String OFFSET = "__streams.errors.offset";

    private DeadLetterHeaders() {}
}
