package io.sensieve.streams.record;

/** A record that becomes a dead letter. Carries no stack trace: bad input may come at the full rate. */
public final class UnusableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    public UnusableRecordException(DeadLetterReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public DeadLetterReason reason() {
        return reason;
    }

    String explanation() {
        return String.valueOf(getMessage());
    }
}
