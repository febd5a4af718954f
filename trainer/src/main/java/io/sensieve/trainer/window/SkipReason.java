package io.sensieve.trainer.window;

import java.util.Locale;

/** Why a record is not learnt from. The streams app dead-letters what is unusable; here it is only counted. */
public enum SkipReason {
    /** Not a sensor record, or no value at all. */
    UNREADABLE,
    /** The layout's name is not allowed. */
    BAD_LAYOUT,
    /** More layouts than {@code layouts.max}. */
    TOO_MANY_LAYOUTS,
    /**
     * {@code window.memory.bytes} does not hold {@code window.min.rows} rows of that length beside the other windows.
     */
    NO_MEMORY,
    /** Not the layout's number of channels. */
    WRONG_LENGTH,
    /** A value is infinite. */
    INFINITE,
    /** Event time lies before the year 1. */
    BEFORE_TIME,
    /** Event time is further ahead of the clock than an eighth of the span. */
    FUTURE,
    /** Event time is a span or more behind the layout's newest. */
    LATE,
    /** Event time lies before the change that a request named. */
    BEFORE_CHANGE;

    /** The value of the meter's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
