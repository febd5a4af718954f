package io.sensieve.streams.drift;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is watched, by layout and version: in a store, and the {@value #HELD_MAX} used last ready to use. */
final class LayoutWatches {
    private static final int HELD_MAX = 1_000;

    private final DriftSettings settings;
    private final KeyValueStore<String, DriftWatch> store;
    private final Map<String, LayoutWatch> held = BoundedMap.leastRecentlyUsed(HELD_MAX);

    LayoutWatches(DriftSettings settings, KeyValueStore<String, DriftWatch> store) {
        this.settings = settings;
        this.store = store;
    }

    /** That of the selection itself: a version that was published anew may have other shapes. */
    LayoutWatch of(LoadedSelection selection) {
        String key = key(selection.selection().getLayout(), selection.version());
        LayoutWatch watch = held.get(key);
        if (watch == null || watch.selection() != selection) {
            watch = new LayoutWatch(settings, selection, store.get(key));
            held.put(key, watch);
        }
        return watch;
    }

    /** Writes down what a watch knows by now. */
    void keep(LayoutWatch watch) {
        LoadedSelection selection = watch.selection();
        store.put(key(selection.selection().getLayout(), selection.version()), watch.state());
    }

    /** Forgets the versions before {@code version}, which were replaced. */
    void forgetBefore(String layout, int version) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, DriftWatch> replaced = store.range(key(layout, 0), key(layout, version - 1))) {
            replaced.forEachRemaining(entry -> old.add(entry.key));
        }
        old.forEach(key -> {
            store.delete(key);
            held.remove(key);
        });
    }

    private static String key(String layout, int version) {
        return String.format(Locale.ROOT, "%s/%010d", layout, version);
    }
}
