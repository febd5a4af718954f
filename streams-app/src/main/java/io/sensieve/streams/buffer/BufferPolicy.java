package io.sensieve.streams.buffer;

import java.util.Optional;

/**
 * Decides whether a record of a layout without a selection is buffered. Devices can invent layout names, so that
 * layouts without a SensorLayout share the room of {@code layouts.max} layouts; a layout with a SensorLayout is always
 * admitted while the buffer has room for its records.
 */
public final class BufferPolicy {
    private final BufferSettings settings;
    private final int layoutsMax;

    /** @param layoutsMax maximum number of layouts that are buffered before further undeclared layouts are refused */
    public BufferPolicy(BufferSettings settings, int layoutsMax) {
        this.settings = settings;
        this.layoutsMax = layoutsMax;
    }

    /** Whether the buffer holds the maximum number of records. */
    public boolean isFull(RecordBuffer buffer) {
        return buffer.size() >= settings.maxRecords();
    }

    /**
     * Returns the reason why a record must not be buffered; empty if it may be buffered.
     *
     * @param declared whether the layout has a SensorLayout
     */
    public Optional<String> refusal(RecordBuffer buffer, String layout, boolean declared) {
        if (!settings.enabled()) {
            return Optional.of(
                    "layout " + layout + " has no selection, and " + BufferSettings.PENDING_POLICY + " = dead-letter");
        }
        if (isFull(buffer)) {
            return Optional.of("layout " + layout + " has no selection, and " + BufferSettings.PENDING_MAX_RECORDS
                    + " = " + settings.maxRecords() + " records are buffered already");
        }
        if (!declared && buffer.isEmpty(layout) && buffer.layoutCount() >= layoutsMax) {
            return Optional.of("layout " + layout + " has neither a selection nor a SensorLayout, and records of "
                    + "layouts.max = " + layoutsMax + " layouts are buffered already");
        }
        return Optional.empty();
    }
}
