package io.sensieve.streams.record;

import java.util.Locale;

/** Why a record could not be used; the value of the header and of the meter's label is {@link #label()}. */
public enum DeadLetterReason {
    NULL_VALUE,
    NULL_KEY,
    /** Key, value and headers are above the limit. */
    TOO_LARGE,
    /** Not Avro's single-object encoding. */
    BAD_HEADER,
    /** Written with a schema that the app does not know. */
    UNKNOWN_SCHEMA,
    /** The bytes end early or hold something impossible. */
    CORRUPT,
    /** The layout's name is not allowed. */
    BAD_LAYOUT,
    /** The layout is not declared and must be. */
    UNKNOWN_LAYOUT,
    /** Not the number of channels that the layout or its selection has. */
    WRONG_LENGTH,
    /** A value is infinite. */
    NON_FINITE,
    /** There is no selection, and the record may wait no longer or finds no room. */
    NO_SELECTION;

    /** For example {@code wrong-length}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
