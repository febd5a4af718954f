package io.sensieve.codec;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are no record of the expected types. */
public final class CodecException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** Shorter than the 10-byte header, or not starting with its marker. */
        BAD_HEADER,
        /** The fingerprint is of no schema that this codec reads. */
        UNKNOWN_SCHEMA,
        /** The body ends early, holds an impossible value, or goes on after the record's end. */
        CORRUPT
    }

    private final Reason reason;

    CodecException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CodecException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
