package io.sensieve.streams.page;

import java.time.Instant;

/**
 * An event of a layout.
 *
 * @param at wall-clock time at which this instance saw the event
 * @param version selection version that the event is about
 * @param text the event in a few words, for users
 * @param reason why it happened; empty if unknown
 */
record LayoutEvent(Instant at, Kind kind, int version, String text, String reason) {
    private static final int TEXT_MAX = 1_000;

    /** Cuts long texts, which contain names that devices and publishers choose. */
    LayoutEvent {
        text = cut(text);
        reason = cut(reason);
    }

    /** What happened. */
    enum Kind {
        /** The verdict changed. */
        VERDICT,
        /** An outage began or ended. */
        OUTAGE,
        /** A sensor became faulty, or works again. */
        SENSOR,
        /** The app requested a retrain. */
        RETRAIN_REQUEST,
        /** The app requested the return to a kept version. */
        RETURN_REQUEST,
        /** A version became the active selection. */
        SELECTION,
        /** The app refused to use a published version. */
        REFUSAL
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }
}
