package io.sensieve.streams.record;

/** Says that a record must be dead-lettered. Has no stack trace, because bad input may arrive at the full rate. */
public final class UnusableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    /** @param message explanation in the header of the dead letter */
    public UnusableRecordException(DeadLetterReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the record is dead-lettered. */
    public DeadLetterReason reason() {
        return reason;
    }

    String explanation() {
        return String.valueOf(getMessage());
    }
}
