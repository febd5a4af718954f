package io.sensieve.trainer.retrain;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.publish.Champion;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionVersion;
import java.util.Map;
import java.util.Optional;

/**
 * Provides the champions of layouts. Keeps the last model of each layout that this trainer published, for at most
 * {@code layoutsMax} layouts; other models are read back from the topics.
 */
public final class Champions {
    private final ChampionReader reader;
    /** In the order of publication. */
    private final Map<String, PublishedModel> published;

    private record PublishedModel(int version, ModelFile model) {}

    /**
     * Creates an empty cache.
     *
     * @param layoutsMax most models that are kept in memory
     */
    public Champions(ChampionReader reader, int layoutsMax) {
        this.reader = reader;
        this.published = BoundedMap.firstInFirstOut(layoutsMax);
    }

    /** Returns the model of a version. */
    Champion champion(String layout, SelectionVersion version) {
        PublishedModel last = published.get(layout);
        return last != null && last.version() == version.number()
                ? cancelled -> Optional.of(last.model())
                : reader.champion(layout, version);
    }

    /** Keeps the model of a version that this trainer has published. */
    void put(String layout, int version, ModelFile model) {
        published.remove(layout);
        published.put(layout, new PublishedModel(version, model));
    }
}
