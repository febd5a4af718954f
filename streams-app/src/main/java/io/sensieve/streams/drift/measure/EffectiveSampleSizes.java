package io.sensieve.streams.drift.measure;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.window.WindowSettings;
import java.util.Map;

/**
 * Holds the estimators of the effective sample size of one task, one for each of at most {@code layouts.max} layouts.
 * Evicts the least recently used layout; if that layout returns, its estimate starts again.
 */
final class EffectiveSampleSizes {
    private final WindowSettings settings;
    private final Map<String, Entry> layouts;

    private record Entry(LoadedSelection selection, EffectiveSampleSize estimator) {}

    EffectiveSampleSizes(WindowSettings settings, int layoutsMax) {
        this.settings = settings;
        this.layouts = BoundedMap.leastRecentlyUsed(layoutsMax);
    }

    /** Returns the estimator of a layout; a new estimator if the layout has another selection than before. */
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
