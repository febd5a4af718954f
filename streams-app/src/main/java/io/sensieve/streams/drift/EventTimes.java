package io.sensieve.streams.drift;

import io.sensieve.collection.BoundedMap;
import java.util.Map;

/**
 * How far event time has come in one task, for each of the {@value #LAYOUTS_MAX} layouts used last. A task reads one
 * partition; where it moves, event time begins anew.
 */
final class EventTimes {
    private static final int LAYOUTS_MAX = 1_000;

    private final Map<String, Latest> layouts = BoundedMap.leastRecentlyUsed(LAYOUTS_MAX);

    private static final class Latest {
        private long time = Long.MIN_VALUE;
    }

    /** Whether {@code time} is before the latest that was seen of the layout, itself seen now. */
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
