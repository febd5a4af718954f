package io.sensieve.streams.drift;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.window.WindowSettings;
import java.util.Map;

/**
 * The estimators of one task, one for each layout. Holds at most {@code layouts.max} layouts; the least recently used
 * goes first, and its estimate starts again when it returns.
 */
final class EffectiveSampleSizes {
    private final WindowSettings settings;
    private final Map<String, Entry> layouts;

    private record Entry(LoadedSelection selection, EffectiveSampleSize estimator) {}

    EffectiveSampleSizes(WindowSettings settings, int layoutsMax) {
        this.settings = settings;
        this.layouts = BoundedMap.leastRecentlyUsed(layoutsMax);
    }

    /** The estimator of a layout; a new one where the layout has another selection than before. */
    EffectiveSampleSize of(String layout, LoadedSelection selection) {
        Entry entry = layouts.get(layout);
        if (entry == null || entry.selection() != selection) {
            entry = new Entry(
                    selection, EffectiveSampleSize.of(selection, settings.flushInterval(), settings.length()));
            layouts.put(layout, entry);
        }
        return entry.estimator();
    }

    int size() {
        return layouts.size();
    }
}
