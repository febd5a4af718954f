package io.sensieve.streams.drift;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Bounds the layouts whose drift one task tracks, and holds the latest event time of each. Beyond {@code max} layouts
 * it evicts the least recently used layout without a published selection; only if every layout has a selection, it
 * evicts the least recently used of all. So invented layout names cannot evict a layout that is in use.
 */
final class TrackedLayouts {
    private final int max;
    private final Predicate<String> isPublished;
    private final Consumer<String> onEviction;

    /** Least recently used first. */
    private final Map<String, Long> eventTimes = new LinkedHashMap<>();

    /**
     * Creates an empty set of layouts.
     *
     * @param max largest number of layouts, {@code layouts.max}
     * @param isPublished whether a selection of a layout is published
     * @param onEviction removes all data of a layout
     */
    TrackedLayouts(int max, Predicate<String> isPublished, Consumer<String> onEviction) {
        this.max = max;
        this.isPublished = isPublished;
        this.onEviction = onEviction;
    }

    /** Adds layouts whose event time is unknown, as found in a restored store. */
    void restore(Collection<String> layouts) {
        layouts.forEach(layout -> eventTimes.putIfAbsent(layout, Long.MIN_VALUE));
        evict();
    }

    /**
     * Marks a layout as the most recently used.
     *
     * @param time event time in milliseconds
     * @return whether the layout is tracked; false if it was evicted at once
     */
    boolean use(String layout, long time) {
        Long latest = eventTimes.remove(layout);
        eventTimes.put(layout, latest == null ? time : Math.max(latest, time));
        evict();
        return eventTimes.containsKey(layout);
    }

    private void evict() {
        while (eventTimes.size() > max) {
            String evicted = eventTimes.keySet().stream()
                    .filter(isPublished.negate())
                    .findFirst()
                    .orElseGet(() -> eventTimes.keySet().iterator().next());
            eventTimes.remove(evicted);
            onEviction.accept(evicted);
        }
    }

    /** Latest event time of a layout in milliseconds; {@link Long#MIN_VALUE} if it is unknown. */
    long eventTime(String layout) {
        return eventTimes.getOrDefault(layout, Long.MIN_VALUE);
    }

    /** The tracked layouts, least recently used first. */
    List<String> layouts() {
        return List.copyOf(eventTimes.keySet());
    }
}
