package io.sensieve.trainer.request;

import io.sensieve.Requester;
import java.util.Locale;

/** Why a training runs, or an older selection comes back. */
public enum RetrainCause {
    FIRST_WINDOW,
    DRIFT,
    OPERATOR,
    SCHEDULE,
    /** A chosen channel is dead or stuck. */
    SENSOR,
    /** A new version is worse than the one before on the same records. */
    PROBATION;

    /** As provenance, meters and the log write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RetrainCause of(Requester requester) {
        return switch (requester) {
            case DRIFT -> DRIFT;
            case OPERATOR -> OPERATOR;
            case SCHEDULE -> SCHEDULE;
            case SENSOR -> SENSOR;
            case PROBATION -> PROBATION;
        };
    }

    /** Whether it does not wait for the cooldown, and takes the place of a request that waits. */
    public boolean isUrgent() {
        return this == OPERATOR || this == SENSOR;
    }

    /** Whether what it trains must beat the selection in force. */
    public boolean isHeldToTheMargin() {
        return this == DRIFT || this == SCHEDULE;
    }
}
