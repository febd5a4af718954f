package io.sensieve.streams.drift;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.LayoutMonitorState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Holds the monitors of a task by layout and version. Their states are in a store, which {@link TrackedLayouts} bounds.
 * At most {@value #VERSIONS_IN_MEMORY} monitors for each of {@code layouts.max} layouts are in memory; the least
 * recently used are evicted first.
 */
final class LayoutMonitors {
    private static final int VERSIONS_IN_MEMORY = 2;

    private final DriftSettings settings;
    private final KeyValueStore<String, LayoutMonitorState> store;
    private final Map<String, LayoutMonitor> inMemory;

    LayoutMonitors(DriftSettings settings, KeyValueStore<String, LayoutMonitorState> store, int layoutsMax) {
        this.settings = settings;
        this.store = store;
        this.inMemory = BoundedMap.leastRecentlyUsed(VERSIONS_IN_MEMORY * layoutsMax);
    }

    /**
     * Returns the monitor of a selection. A version that was loaded again gets a new monitor, because its shapes may
     * differ.
     */
    LayoutMonitor of(LoadedSelection selection) {
        String key = key(selection.selection().getLayout(), selection.version());
        LayoutMonitor monitor = inMemory.get(key);
        if (monitor == null || monitor.selection() != selection) {
            monitor = new LayoutMonitor(settings, selection, store.get(key));
            inMemory.put(key, monitor);
        }
        return monitor;
    }

    /** Stores the state of a monitor. */
    void save(LayoutMonitor monitor) {
        LoadedSelection selection = monitor.selection();
        store.put(key(selection.selection().getLayout(), selection.version()), monitor.state());
    }

    /** Removes the versions of a layout below {@code version}, which were replaced. */
    void removeBefore(String layout, int version) {
        remove(layout, version - 1);
    }

    /** Removes all versions of a layout. */
    void remove(String layout) {
        remove(layout, Integer.MAX_VALUE);
    }

    private void remove(String layout, int lastVersion) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, LayoutMonitorState> entries =
                store.range(key(layout, 0), key(layout, lastVersion))) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(key -> {
            store.delete(key);
            inMemory.remove(key);
        });
    }

    /** The layouts in the store. */
    Set<String> layouts() {
        Set<String> layouts = new TreeSet<>();
        try (KeyValueIterator<String, LayoutMonitorState> entries = store.all()) {
            entries.forEachRemaining(entry -> layouts.add(entry.value.getLayout()));
        }
        return layouts;
    }

    private static String key(String layout, int version) {
        return String.format(Locale.ROOT, "%s/%010d", layout, version);
    }
}
