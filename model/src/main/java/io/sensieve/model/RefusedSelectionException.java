package io.sensieve.model;

import java.util.Locale;

/** Reports a selection or model that failed a check and must not be used. */
public final class RefusedSelectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Check that failed; {@link #label()} is the value of the meter's label. */
    public enum Reason {
        UNREADABLE,
        OTHER_LAYOUT,
        OLDER_VERSION,
        MISSING_SELECTION,
        MISSING_CHUNK,
        WRONG_HASH,
        WRONG_SHAPE,
        OTHER_TASK,
        CHANNEL_OUT_OF_RANGE,
        REPEATED_CHANNEL,
        ROLE_BROKEN,
        NOT_FINITE,
        NOT_SIGNED,
        WRONG_SIGNATURE;

        /** For example {@code wrong-hash}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public RefusedSelectionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RefusedSelectionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
