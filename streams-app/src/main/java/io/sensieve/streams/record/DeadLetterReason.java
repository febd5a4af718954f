package io.sensieve.streams.record;

import java.util.Locale;

/** Reason for which a record is dead-lettered. {@link #label()} is the value in the header and in the meter's label. */
public enum DeadLetterReason {
    /** The record has no value. */
    NULL_VALUE,
    /** The record has no key. */
    NULL_KEY,
    /** Key, value and headers together exceed the limit. */
    TOO_LARGE,
    /** The value is not in Avro's single-object encoding. */
    BAD_HEADER,
    /** The value was written with a schema that the app does not know. */
    UNKNOWN_SCHEMA,
    /** The bytes end early or hold an invalid value. */
    CORRUPT,
    /** The name of the layout is not allowed. */
    BAD_LAYOUT,
    /** The layout has no SensorLayout, and {@code layouts.undeclared} requires one. */
    UNKNOWN_LAYOUT,
    /** The number of values differs from that of the SensorLayout or the selection. */
    WRONG_LENGTH,
    /** A value is infinite. */
    NON_FINITE,
    /** The layout has no selection, and the record is not buffered or was buffered too long. */
    NO_SELECTION;

    /** Label, for example {@code wrong-length}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
