package io.sensieve.streams.selection;

import io.sensieve.SelectionPointer;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Which selection of each layout is in force in one task. A newer one is checked in full before it takes over; whatever
 * is wrong with it, the last good one stays, also over a restart: the task's own changelogged store remembers its
 * version. A task without such a memory takes the newest selection that passes, from the pointer's version down. Used
 * by the task's thread only.
 */
public final class ActiveSelections {
    /** The store of versions in force. */
    public static final String STORE = "selection-in-force";

    private final ProcessingContext context;
    private final SelectionCache library;
    private final SelectionStores stores;
    private final KeyValueStore<String, Integer> memory;
    private final Map<String, Look> looks;

    /**
     * What was found for a layout.
     *
     * @param epoch the library's, before the look
     * @param settled whether what the pointer names is in force, or never will be
     */
    private record Look(long epoch, Optional<LoadedSelection> selection, OptionalInt declared, boolean settled) {}

    public ActiveSelections(ProcessingContext context, SelectionCache library) {
        this.context = context;
        this.library = library;
        this.stores = library.stores(context);
        this.memory = context.getStateStore(STORE);
        library.started(context.currentSystemTimeMs());
        this.looks = BoundedMap.leastRecentlyUsed(library.layoutsMax());
    }

    /** Builds {@link #STORE}. */
    public static StoreBuilder<KeyValueStore<String, Integer>> memory() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Integer())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    /** The selection in force; empty where the layout has none yet. */
    public Optional<LoadedSelection> of(String layout) {
        return look(layout).selection();
    }

    /** D as a SensorLayout declares it; empty where there is none, or it cannot be read. */
    public OptionalInt declaredChannels(String layout) {
        return look(layout).declared();
    }

    /** Looks again at those layouts whose newest publication is not in force, because parts of it may have come. */
    public void retry() {
        List<String> unsettled = new ArrayList<>();
        looks.forEach((layout, look) -> {
            if (!look.settled()) {
                unsettled.add(layout);
            }
        });
        unsettled.forEach(layout -> looks.put(layout, lookUp(layout)));
    }

    private Look look(String layout) {
        Look look = looks.get(layout);
        if (look == null || look.epoch() != library.epoch()) {
            look = lookUp(layout);
            looks.put(layout, look);
        }
        return look;
    }

    private Look lookUp(String layout) {
        long epoch = library.epoch();
        OptionalInt declared = declared(layout);
        Integer version = memory.get(layout);
        Optional<SelectionPointer> pointer;
        try {
            pointer = stores.pointer(layout);
        } catch (RefusedSelectionException e) {
            library.refuse(layout, 0, e);
            return new Look(
                    epoch, version == null ? newest(layout, Integer.MAX_VALUE) : keep(layout, version), declared, true);
        }
        if (pointer.isEmpty()) {
            return new Look(epoch, version == null ? Optional.empty() : keep(layout, version), declared, true);
        }
        int target = pointer.get().getVersion();
        if (version != null && target < version) {
            library.refuse(
                    layout,
                    target,
                    new RefusedSelectionException(Reason.OLDER_VERSION, "version " + version + " is in force"));
            return new Look(epoch, keep(layout, version), declared, true);
        }
        try {
            LoadedSelection selection = library.load(stores, layout, target, now());
            boolean isNew = version == null || version < target;
            take(selection, isNew ? Optional.of(pointer.get().getPublishedAt().toEpochMilli()) : Optional.empty());
            return new Look(epoch, Optional.of(selection), declared, true);
        } catch (RefusedSelectionException e) {
            Optional<LoadedSelection> last =
                    version == null || version == target ? newest(layout, target) : keep(layout, version);
            return new Look(epoch, last, declared, false);
        }
    }

    /** The version that the task remembers; where its bytes are gone or broken, the newest before it that passes. */
    private Optional<LoadedSelection> keep(String layout, int version) {
        Optional<LoadedSelection> remembered = passing(layout, version);
        return remembered.isPresent() ? remembered : newest(layout, version);
    }

    private Optional<LoadedSelection> newest(String layout, int atMost) {
        return stores.versions(layout).stream()
                .filter(version -> version <= atMost)
                .map(version -> passing(layout, version))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<LoadedSelection> passing(String layout, int version) {
        try {
            LoadedSelection selection = library.load(stores, layout, version, now());
            take(selection, Optional.empty());
            return Optional.of(selection);
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }

    private void take(LoadedSelection selection, Optional<Long> publishedAt) {
        String layout = selection.selection().getLayout();
        Integer remembered = memory.get(layout);
        if (remembered == null || remembered != selection.version()) {
            memory.put(layout, selection.version());
        }
        library.inForce(selection, publishedAt, now());
    }

    private OptionalInt declared(String layout) {
        try {
            return stores.layout(layout)
                    .map(found -> OptionalInt.of(found.getChannels().size()))
                    .orElse(OptionalInt.empty());
        } catch (RefusedSelectionException e) {
            library.refuse(layout, 0, e);
            return OptionalInt.empty();
        }
    }

    private long now() {
        return context.currentSystemTimeMs();
    }
}
