package io.sensieve.model;

/** Reports bytes that are no valid model file. */
public final class MalformedModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedModelException(String message) {
        super(message);
    }

    MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
