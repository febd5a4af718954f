package io.sensieve.streams.drift.probation;

import io.sensieve.Provenance;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.selection.SelectionStores;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the comparisons with the champion in one task, one for each of at most {@code layouts.max} layouts. Evicts the
 * least recently used layout.
 */
public final class ChampionComparisons {
    private final ProbationSettings settings;
    private final SelectionCache selections;
    private final SelectionStores stores;
    private final Map<String, Entry> layouts;

    private record Entry(
            LoadedSelection selection, @Nullable ChampionComparison comparison) {}

    public ChampionComparisons(ProbationSettings settings, SelectionCache selections, SelectionStores stores) {
        this.settings = settings;
        this.selections = selections;
        this.stores = stores;
        layouts = BoundedMap.leastRecentlyUsed(selections.layoutsMax());
    }

    /**
     * Returns the comparison of a version that is on probation in this task; null if the probation has ended or the
     * version has none.
     *
     * @param now wall-clock milliseconds
     */
    @Nullable
    public ChampionComparison of(LoadedSelection selection, long now) {
        String layout = selection.selection().getLayout();
        Entry entry = layouts.get(layout);
        if (entry == null || entry.selection() != selection) {
            entry = new Entry(selection, create(selection, now));
            layouts.put(layout, entry);
        } else if (entry.comparison() != null && entry.comparison().isComplete()) {
            entry = new Entry(selection, null);
            layouts.put(layout, entry);
        }
        return entry.comparison();
    }

    private @Nullable ChampionComparison create(LoadedSelection selection, long now) {
        Provenance provenance = selection.selection().getProvenance();
        int version = provenance.getChampionVersion();
        if (settings.records() == 0 || version <= 0 || provenance.getRepublishedVersion() != 0) {
            return null;
        }
        try {
            LoadedSelection champion =
                    selections.load(stores, selection.selection().getLayout(), version, now);
            return champion.channelCount() == selection.channelCount()
                            && !selectsAny(champion, provenance.getFaultyChannels())
                    ? new ChampionComparison(selection, champion, settings.records())
                    : null;
        } catch (RefusedSelectionException e) {
            return null;
        }
    }

    /** A champion that selects a stuck sensor would win, because it reconstructs the stuck value exactly. */
    private static boolean selectsAny(LoadedSelection champion, List<Integer> faulty) {
        return IntStream.of(champion.model().channels()).anyMatch(faulty::contains);
    }
}
