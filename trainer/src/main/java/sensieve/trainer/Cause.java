package sensieve.trainer;

import java.util.Locale;
import sensieve.Requester;

/** Why a training runs. */
enum Cause {
    FIRST_WINDOW,
    DRIFT,
    OPERATOR,
    SCHEDULE;

    /** As provenance, meters and the log write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Cause of(Requester requester) {
        return switch (requester) {
            case DRIFT -> DRIFT;
            case OPERATOR -> OPERATOR;
            case SCHEDULE -> SCHEDULE;
        };
    }
}
