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

/** The shadows of one task, at most one for each layout. */
public final class ChampionComparisons {
    private final ProbationSettings settings;
    private final SelectionCache library;
    private final SelectionStores stores;
    private final Map<String, Known> layouts;

    private record Known(
            LoadedSelection selection, @Nullable ChampionComparison shadow) {}

    public ChampionComparisons(ProbationSettings settings, SelectionCache library, SelectionStores stores) {
        this.settings = settings;
        this.library = library;
        this.stores = stores;
        layouts = BoundedMap.leastRecentlyUsed(library.layoutsMax());
    }

    /**
     * The shadow of a version that is on probation in this task; null where it is not, or not any more.
     *
     * @param now wall-clock milliseconds
     */
    @Nullable
    public ChampionComparison of(LoadedSelection selection, long now) {
        String layout = selection.selection().getLayout();
        Known known = layouts.get(layout);
        if (known == null || known.selection() != selection) {
            known = new Known(selection, begin(selection, now));
            layouts.put(layout, known);
        } else if (known.shadow() != null && known.shadow().over()) {
            known = new Known(selection, null);
            layouts.put(layout, known);
        }
        return known.shadow();
    }

    private @Nullable ChampionComparison begin(LoadedSelection selection, long now) {
        Provenance provenance = selection.selection().getProvenance();
        int version = provenance.getChampionVersion();
        if (settings.records() == 0 || version <= 0 || provenance.getRepublishedVersion() != 0) {
            return null;
        }
        try {
            LoadedSelection champion =
                    library.load(stores, selection.selection().getLayout(), version, now);
            return champion.channelCount() == selection.channelCount()
                            && !relies(champion, provenance.getFaultyChannels())
                    ? new ChampionComparison(selection, champion, settings.records())
                    : null;
        } catch (RefusedSelectionException e) {
            return null;
        }
    }

    /** A stuck sensor's value is rebuilt best by the version that trusts it. */
    private static boolean relies(LoadedSelection champion, List<Integer> faulty) {
        return IntStream.of(champion.model().channels()).anyMatch(faulty::contains);
    }
}
