package io.sensieve.codec;

import org.apache.kafka.common.errors.SerializationException;

/** Reports bytes that are no record of the expected types. */
public final class CodecException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** Shorter than the 10-byte header, or not starting with its marker. */
        BAD_HEADER,
        /** The codec knows no schema of that fingerprint or id. */
        UNKNOWN_SCHEMA,
        /** The body is truncated, has an invalid value, or bytes follow the record. */
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
