package io.sensieve.streams.drift.recurrence;

import io.sensieve.Selection;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.selection.SelectionStores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the comparisons with kept versions in one task, one for each of at most {@code layouts.max} layouts. Evicts the
 * least recently used layout. A comparison has the {@value #COMPARED_MAX} newest versions whose models differ from each
 * other and from the active one. A version that a follow-up training of the same data has replaced is left out.
 */
public final class KeptVersions {
    /** Bounds the memory and the cost of a comparison; the trainer compares older versions before it publishes. */
    private static final int COMPARED_MAX = 5;

    private static final String FOLLOW_UP = "follow-up";

    private final SelectionCache selections;
    private final SelectionStores stores;
    private final Map<String, Entry> layouts;

    private record Entry(LoadedSelection active, KeptVersionComparison comparison) {}

    public KeptVersions(SelectionCache selections, SelectionStores stores) {
        this.selections = selections;
        this.stores = stores;
        this.layouts = BoundedMap.leastRecentlyUsed(selections.layoutsMax());
    }

    /**
     * Returns the comparison of an active selection.
     *
     * @param now wall-clock milliseconds
     */
    public KeptVersionComparison of(LoadedSelection active, long now) {
        String layout = active.selection().getLayout();
        Entry entry = layouts.get(layout);
        if (entry == null || entry.active() != active) {
            entry = new Entry(active, new KeptVersionComparison(active, load(active, now)));
            layouts.put(layout, entry);
        }
        return entry.comparison();
    }

    private List<LoadedSelection> load(LoadedSelection active, long now) {
        String layout = active.selection().getLayout();
        Set<String> models = new HashSet<>();
        Set<Integer> replaced = new HashSet<>();
        include(active.selection(), models, replaced);
        List<LoadedSelection> kept = new ArrayList<>();
        for (int version : stores.versions(layout)) {
            if (kept.size() < COMPARED_MAX && version < active.version()) {
                find(layout, version, now)
                        .filter(selection -> selection.channelCount() == active.channelCount())
                        .filter(selection -> !replaced.contains(version))
                        .filter(selection -> include(selection.selection(), models, replaced))
                        .ifPresent(kept::add);
            }
        }
        return kept;
    }

    /** Adds the model and the version that it improves; returns whether the model is new. */
    private static boolean include(Selection selection, Set<String> models, Set<Integer> replaced) {
        if (selection.getProvenance().getTrigger().equals(FOLLOW_UP)) {
            replaced.add(selection.getProvenance().getChampionVersion());
        }
        return models.add(selection.getModel().getSha256());
    }

    private Optional<LoadedSelection> find(String layout, int version, long now) {
        try {
            return Optional.of(selections.load(stores, layout, version, now));
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }
}
