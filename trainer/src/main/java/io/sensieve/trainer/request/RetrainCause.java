package io.sensieve.trainer.request;

import io.sensieve.Requester;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Cause of a training or of a rollback. */
public enum RetrainCause {
    /** The layout has no active selection for its number of channels, and its window is complete. */
    FIRST_WINDOW,
    /** The data have drifted from the reference. */
    DRIFT,
    /** An operator requested it. */
    OPERATOR,
    /** The active selection is as old as {@code retrain.schedule.ms}. */
    SCHEDULE,
    /** The window has twice as many rows of the current regime as the active selection was trained on. */
    FOLLOW_UP,
    /** A selected channel is dead or stuck. */
    SENSOR,
    /** A kept version has a lower error than the active one on the same records. */
    RECURRENCE;

    /** Returns the name as provenance, meters and log write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the cause of a label; empty for a label of a later release. */
    public static Optional<RetrainCause> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(cause -> cause.label().equals(label))
                .findFirst();
    }

    static RetrainCause of(Requester requester) {
        return switch (requester) {
            case DRIFT -> DRIFT;
            case OPERATOR -> OPERATOR;
            case SCHEDULE -> SCHEDULE;
            case SENSOR -> SENSOR;
            case RECURRENCE -> RECURRENCE;
        };
    }

    /** Returns whether a request ignores the cooldown and displaces a queued request that is not urgent. */
    public boolean isUrgent() {
        return this == OPERATOR || this == SENSOR;
    }

    /** Returns whether the challenger must beat the champion by the gate's margin. */
    public boolean requiresMargin() {
        return this == DRIFT || this == SCHEDULE || this == FOLLOW_UP;
    }
}
