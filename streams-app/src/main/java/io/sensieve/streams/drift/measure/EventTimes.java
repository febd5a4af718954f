package io.sensieve.streams.drift.measure;

import io.sensieve.collection.BoundedMap;
import java.util.Map;

/**
 * Holds the latest event time of each layout in one task, for the {@value #LAYOUTS_MAX} layouts used last. A task reads
 * one partition; after a rebalance it starts without event times.
 */
final class EventTimes {
    private static final int LAYOUTS_MAX = 1_000;

    private final Map<String, Latest> layouts = BoundedMap.leastRecentlyUsed(LAYOUTS_MAX);

    /** Mutable, so that a record allocates nothing. */
    private static final class Latest {
        private long time = Long.MIN_VALUE;
    }

    /** Whether {@code time} is before the latest event time of the layout; updates the latest. */
    boolean isBehind(String layout, long time) {
        Latest latest = layouts.get(layout);
        if (latest == null) {
            latest = new Latest();
            layouts.put(layout, latest);
        }
        boolean behind = time < latest.time;
        latest.time = Math.max(latest.time, time);
        return behind;
    }
}
