package io.sensieve.streams.drift;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far event time has come in one task, for each of the {@value #LAYOUTS_MAX} layouts used last. A task reads one
 * partition; where it moves, event time begins anew.
 */
final class EventTimes {
    private static final int LAYOUTS_MAX = 1_000;

    private final Map<String, Latest> layouts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Latest> eldest) {
            return size() > LAYOUTS_MAX;
        }
    };

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
