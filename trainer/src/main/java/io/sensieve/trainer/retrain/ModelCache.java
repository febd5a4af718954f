package io.sensieve.trainer.retrain;

import io.sensieve.Selection;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.publish.KeptVersions;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Provides the kept versions of layouts. Keeps the models that were used last, whether this trainer published them or
 * read them back from the topics. Thread-safe.
 */
public final class ModelCache {
    private final ChampionReader reader;
    /** By the digest of the model file. */
    private final Map<String, KeptVersion> models;

    /**
     * Creates an empty cache.
     *
     * @param modelsMax most models in memory
     */
    public ModelCache(ChampionReader reader, int modelsMax) {
        this.reader = reader;
        this.models = BoundedMap.leastRecentlyUsed(modelsMax);
    }

    /** Returns the present versions of a layout; of versions with the same model, the active or else the newest one. */
    KeptVersions versions(String layout, SelectionDirectory directory) {
        Map<String, SelectionVersion> distinct = new LinkedHashMap<>();
        directory.keptNumbers(layout).stream()
                .flatMap(number -> directory.version(layout, number).stream())
                .forEach(version -> distinct.put(version.model().getSha256(), version));
        directory
                .active(layout)
                .ifPresent(version -> distinct.put(version.model().getSha256(), version));
        List<SelectionVersion> versions = List.copyOf(distinct.values());
        return cancelled -> fetch(layout, versions, cancelled);
    }

    private List<KeptVersion> fetch(String layout, List<SelectionVersion> versions, BooleanSupplier cancelled) {
        List<KeptVersion> kept = new ArrayList<>();
        List<SelectionVersion> missing = new ArrayList<>();
        for (SelectionVersion version : versions) {
            KeptVersion known = find(version);
            if (known == null) {
                missing.add(version);
            } else {
                kept.add(new KeptVersion(version.number(), known.selection(), known.model()));
            }
        }
        if (!missing.isEmpty()) {
            List<KeptVersion> read = reader.readAll(layout, missing, cancelled);
            read.forEach(this::put);
            kept.addAll(read);
        }
        return kept;
    }

    /** Returns a version whose model is in memory. */
    Optional<KeptVersion> inMemory(SelectionVersion version) {
        return Optional.ofNullable(find(version));
    }

    /** Keeps the model of a version that this trainer has published. */
    void put(Selection selection, ModelFile model) {
        put(new KeptVersion(selection.getVersion(), selection, model));
    }

    private synchronized void put(KeptVersion version) {
        models.put(version.selection().getModel().getSha256(), version);
    }

    private synchronized @Nullable KeptVersion find(SelectionVersion version) {
        return models.get(version.model().getSha256());
    }
}
