package io.sensieve.streams.selection;

import io.sensieve.SelectionPointer;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.streams.selection.Lookups.Lookup;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Finds the active selection of each layout in one task. A newer version is checked completely before it becomes
 * active; if a check fails, the last good version stays active. This also holds after a restart, because a changelogged
 * store of the task remembers the active versions. A task that remembers no version activates the newest version that
 * passes all checks, from the pointer's version downwards. Used by the task's thread only.
 */
public final class ActiveSelections {
    /** Name of the store of active versions, by layout. */
    public static final String STORE = "active-selections";

    private final ProcessingContext context;
    private final SelectionCache cache;
    private final SelectionStores stores;
    private final KeyValueStore<String, Integer> versions;
    private final Lookups lookups;

    public ActiveSelections(ProcessingContext context, SelectionCache cache) {
        this.context = context;
        this.cache = cache;
        this.stores = cache.stores(context);
        this.versions = context.getStateStore(STORE);
        this.lookups = new Lookups(cache.layoutsMax());
        cache.taskStarted(context.currentSystemTimeMs());
    }

    /** Creates the builder of {@link #STORE}. */
    public static StoreBuilder<KeyValueStore<String, Integer>> store() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Integer())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    /** Returns the active selection; empty if the layout has none yet. */
    public Optional<LoadedSelection> of(String layout) {
        return lookup(layout).selection();
    }

    /** Returns D as the SensorLayout declares it; empty if there is no readable SensorLayout. */
    public OptionalInt declaredChannels(String layout) {
        return lookup(layout).declaredChannels();
    }

    /** Looks up again the layouts whose newest publication is not active, because missing parts may have arrived. */
    public void retry() {
        lookups.unsettled().forEach(layout -> lookups.put(layout, lookUp(layout)));
    }

    private Lookup lookup(String layout) {
        Lookup lookup = lookups.get(layout);
        if (lookup == null || lookup.epoch() != cache.epoch()) {
            lookup = lookUp(layout);
            lookups.put(layout, lookup);
        }
        return lookup;
    }

    private Lookup lookUp(String layout) {
        long epoch = cache.epoch();
        OptionalInt declared = declared(layout);
        Integer version = versions.get(layout);
        Optional<SelectionPointer> pointer;
        try {
            pointer = stores.pointer(layout);
        } catch (RefusedSelectionException e) {
            cache.report(layout, 0, e);
            return new Lookup(
                    epoch,
                    version == null ? newest(layout, Integer.MAX_VALUE) : remembered(layout, version),
                    declared,
                    true);
        }
        if (pointer.isEmpty()) {
            return new Lookup(epoch, version == null ? Optional.empty() : remembered(layout, version), declared, true);
        }
        int target = pointer.get().getVersion();
        if (version != null && target < version) {
            cache.report(
                    layout,
                    target,
                    new RefusedSelectionException(Reason.OLDER_VERSION, "version " + version + " is active"));
            return new Lookup(epoch, remembered(layout, version), declared, true);
        }
        try {
            LoadedSelection selection = cache.load(stores, layout, target, now());
            boolean isNew = version == null || version < target;
            activate(
                    selection,
                    isNew ? Optional.of(pointer.get().getPublishedAt().toEpochMilli()) : Optional.empty());
            return new Lookup(epoch, Optional.of(selection), declared, true);
        } catch (RefusedSelectionException e) {
            Optional<LoadedSelection> last =
                    version == null || version == target ? newest(layout, target) : remembered(layout, version);
            return new Lookup(epoch, last, declared, false);
        }
    }

    /** The version that the task remembers; if it is missing or broken, the newest earlier version that passes. */
    private Optional<LoadedSelection> remembered(String layout, int version) {
        Optional<LoadedSelection> remembered = ifPassing(layout, version);
        return remembered.isPresent() ? remembered : newest(layout, version);
    }

    private Optional<LoadedSelection> newest(String layout, int atMost) {
        return stores.versions(layout).stream()
                .filter(version -> version <= atMost)
                .map(version -> ifPassing(layout, version))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<LoadedSelection> ifPassing(String layout, int version) {
        try {
            LoadedSelection selection = cache.load(stores, layout, version, now());
            activate(selection, Optional.empty());
            return Optional.of(selection);
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }

    private void activate(LoadedSelection selection, Optional<Long> publishedAt) {
        String layout = selection.selection().getLayout();
        Integer remembered = versions.get(layout);
        if (remembered == null || remembered != selection.version()) {
            versions.put(layout, selection.version());
        }
        cache.activated(selection, publishedAt, now());
    }

    private OptionalInt declared(String layout) {
        try {
            return stores.layout(layout)
                    .map(found -> OptionalInt.of(found.getChannels().size()))
                    .orElse(OptionalInt.empty());
        } catch (RefusedSelectionException e) {
            cache.report(layout, 0, e);
            return OptionalInt.empty();
        }
    }

    private long now() {
        return context.currentSystemTimeMs();
    }
}
