package io.sensieve.streams.selection;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest lookup of each layout in one task. Layouts with a selection or a SensorLayout have room of their
 * own: a device that invents layout names evicts only other layouts that nobody has published anything for.
 */
final class Lookups {
    private final Map<String, Lookup> published;
    private final Map<String, Lookup> unpublished;

    /**
     * What a lookup of a layout has found.
     *
     * @param epoch epoch of the global stores before the lookup
     * @param selection the active selection
     * @param declaredChannels D by the SensorLayout of the layout
     * @param settled whether the newest publication is active, or never will be
     */
    record Lookup(long epoch, Optional<LoadedSelection> selection, OptionalInt declaredChannels, boolean settled) {}

    /** @param layoutsMax maximum number of layouts of each kind */
    Lookups(int layoutsMax) {
        published = BoundedMap.leastRecentlyUsed(layoutsMax);
        unpublished = BoundedMap.leastRecentlyUsed(layoutsMax);
    }

    @Nullable
    Lookup get(String layout) {
        Lookup lookup = published.get(layout);
        return lookup != null ? lookup : unpublished.get(layout);
    }

    void put(String layout, Lookup lookup) {
        boolean isPublished =
                lookup.selection().isPresent() || lookup.declaredChannels().isPresent();
        (isPublished ? unpublished : published).remove(layout);
        (isPublished ? published : unpublished).put(layout, lookup);
    }

    /** Layouts whose newest publication is not active yet. */
    List<String> unsettled() {
        List<String> layouts = new ArrayList<>();
        List.of(published, unpublished)
                .forEach(lookups -> lookups.forEach((layout, lookup) -> {
                    if (!lookup.settled()) {
                        layouts.add(layout);
                    }
                }));
        return layouts;
    }
}
