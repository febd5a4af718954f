package io.sensieve.streams.drift;

import io.sensieve.streams.drift.window.WindowSettings;
import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.state.DriftPartial;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the partial sums of all tasks by window, and decides when a window closes. A window closes when its layout's
 * event time has passed its end and grace and no partial sum has arrived for two flush intervals. It also closes when
 * no partial sum has arrived for a window's length of wall-clock time. So a device with a fast clock cannot close the
 * windows of other devices, and a silent device cannot keep them open. Holds at most {@value #OPEN_MAX} windows, plus
 * the one that was just added.
 */
final class OpenWindows {
    private static final int OPEN_MAX = 1_000;

    private final WindowSettings settings;
    private final KeyValueStore<String, DriftPartial> store;
    private final DriftMeter meter;
    private final Map<String, Window> open = new HashMap<>();

    /**
     * An open window.
     *
     * @param key key in the store
     * @param start event time in milliseconds
     * @param lastArrival wall-clock milliseconds of the latest partial sum
     */
    record Window(String key, String layout, long start, long lastArrival) {}

    /** @param now wall-clock milliseconds, the arrival time that restored windows get */
    OpenWindows(WindowSettings settings, KeyValueStore<String, DriftPartial> store, DriftMeter meter, long now) {
        this.settings = settings;
        this.store = store;
        this.meter = meter;
        try (KeyValueIterator<String, DriftPartial> windows = store.all()) {
            windows.forEachRemaining(entry -> touch(entry.key, entry.value, now));
        }
    }

    /** Adds a partial sum and returns the sums of its window. */
    DriftPartial add(DriftPartial partial, long now) {
        String key = key(partial);
        DriftPartial sums = store.get(key);
        if (sums != null && !WindowSums.haveSameShape(sums, partial)) {
            meter.unjudged(sums.getRecords());
            sums = null;
        }
        DriftPartial total = sums == null ? WindowSums.withoutBlocks(partial) : WindowSums.add(sums, partial);
        store.put(key, total);
        touch(key, partial, now);
        return total;
    }

    private void touch(String key, DriftPartial partial, long now) {
        open.put(
                key,
                new Window(key, partial.getLayout(), partial.getWindowStart().toEpochMilli(), now));
    }

    /** Returns the window that has received no partial sum for the longest time, if there are too many windows. */
    Optional<Window> excess() {
        return open.size() > OPEN_MAX
                ? open.values().stream().min(Comparator.comparingLong(Window::lastArrival))
                : Optional.empty();
    }

    /**
     * The windows that are due to close, by layout, version and start.
     *
     * @param eventTime latest event time of a layout in milliseconds
     * @param now wall-clock milliseconds
     */
    List<Window> due(ToLongFunction<String> eventTime, long now) {
        return open.values().stream()
                .filter(window -> isDue(window, eventTime.applyAsLong(window.layout()), now))
                .sorted(Comparator.comparing(Window::key))
                .toList();
    }

    private boolean isDue(Window window, long eventTime, long now) {
        long end = window.start() + settings.length().toMillis();
        long quiet = now - window.lastArrival();
        boolean passed = eventTime >= end + settings.grace().toMillis();
        return (passed && quiet >= settings.quietPeriod().toMillis())
                || quiet >= settings.idlePeriod().toMillis();
    }

    /** Removes a window and returns its sums; null if there are none. */
    @Nullable
    DriftPartial close(Window window) {
        open.remove(window.key());
        return store.delete(window.key());
    }

    /** Removes all windows of a layout and counts their records as not evaluated. */
    void discard(String layout) {
        open.values().stream()
                .filter(window -> window.layout().equals(layout))
                .toList()
                .forEach(window -> {
                    DriftPartial sums = close(window);
                    meter.unjudged(sums == null ? 0 : sums.getRecords());
                });
    }

    /** Sorts by layout, then version, then start; event times are not negative here. */
    private static String key(DriftPartial partial) {
        return String.format(
                Locale.ROOT,
                "%s/%010d/%019d",
                partial.getLayout(),
                partial.getSelectionVersion(),
                partial.getWindowStart().toEpochMilli());
    }
}
