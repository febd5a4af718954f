package io.sensieve.model;

/** Bytes that are no model file. */
public final class MalformedModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedModelException(String message) {
        super(message);
    }

    MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
