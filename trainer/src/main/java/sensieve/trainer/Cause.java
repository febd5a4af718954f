package sensieve.trainer;

import java.util.Locale;
import sensieve.Requester;

/** Why a training runs, or an older selection comes back. */
enum Cause {
    FIRST_WINDOW,
    DRIFT,
    OPERATOR,
    SCHEDULE,
    /** A chosen channel is dead or stuck. */
    SENSOR,
    /** A new version is worse than the one before on the same records. */
    PROBATION;

    /** As provenance, meters and the log write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Cause of(Requester requester) {
        return switch (requester) {
            case DRIFT -> DRIFT;
            case OPERATOR -> OPERATOR;
            case SCHEDULE -> SCHEDULE;
            case SENSOR -> SENSOR;
            case PROBATION -> PROBATION;
        };
    }

    /** Whether it does not wait for the cooldown, and takes the place of a request that waits. */
    boolean isUrgent() {
        return this == OPERATOR || this == SENSOR;
    }

    /** Whether what it trains must beat the selection in force. */
    boolean isHeldToTheMargin() {
        return this == DRIFT || this == SCHEDULE;
    }
}
