package io.sensieve.trainer.window;

import java.util.Locale;

/** Reason for which a record is not in the window. The trainer only counts it; the streams app dead-letters it. */
public enum SkipReason {
    /** The record cannot be decoded. */
    UNREADABLE,
    /** The layout's name is not allowed. */
    BAD_LAYOUT,
    /** There are more layouts than {@code layouts.max}. */
    TOO_MANY_LAYOUTS,
    /**
     * {@code window.memory.bytes} has no room for {@code window.min.rows} rows of that length beside the other windows.
     */
    NO_MEMORY,
    /** The record has another number of channels than the layout. */
    WRONG_LENGTH,
    /** A value is infinite. */
    INFINITE,
    /** The event time is before the year 1. */
    BEFORE_TIME,
    /** The event time is ahead of the clock by more than an eighth of the span. */
    FUTURE,
    /** The event time is behind the layout's newest by a span or more. */
    LATE,
    /** The event time is before the change that a request named. */
    BEFORE_CHANGE,
    /** Most channels are missing, 0 or frozen at once. */
    OUTAGE;

    /** Returns the value of the meter's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
