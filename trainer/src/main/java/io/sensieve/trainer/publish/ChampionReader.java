package io.sensieve.trainer.publish;

import io.sensieve.ModelReference;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.TopicScan;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads published models back from the topics, for a trainer that did not make them. What is there is checked as the
 * app does; what is refused or cannot be read is logged, and the training starts anew.
 */
public final class ChampionReader {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionReader.class);

    /** Most bytes of a model that is read back: as many as the app takes unless told otherwise. */
    private static final long MOST_BYTES = 256L << 20;

    private static final Duration WAIT = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final WireFormat format;
    private final TrustedKeys trustedKeys;

    public ChampionReader(KafkaClients clients, WireFormat format, TrustedKeys trustedKeys) {
        this.clients = clients;
        this.format = format;
        this.trustedKeys = trustedKeys;
    }

    /** The model of a version of the layout. */
    public Champion of(String layout, SelectionDirectory.Version version) {
        return cancelled -> {
            try {
                Optional<ModelFile> model =
                        read(layout, version, Optional.empty(), cancelled).map(LoadedSelection::model);
                model.ifPresent(read -> LOG.atInfo()
                        .addKeyValue("layout", layout)
                        .addKeyValue("selectionVersion", version.number())
                        .log("model in force was read back; training starts from it"));
                return model;
            } catch (RuntimeException e) {
                // Untrusted bytes must not fail the training, whatever a parser makes of them.
                LOG.atWarn()
                        .addKeyValue("layout", layout)
                        .addKeyValue("selectionVersion", version.number())
                        .addKeyValue("reason", e.getMessage())
                        .log("model in force cannot be read back; training starts anew");
                return Optional.empty();
            }
        };
    }

    /**
     * A version of the layout with its model, checked; empty if it was cancelled or the record is not there.
     *
     * @param channels with their roles, where they are to be honoured
     * @throws io.sensieve.model.RefusedSelectionException if the app would refuse it
     */
    public Optional<LoadedSelection> read(
            String layout,
            SelectionDirectory.Version version,
            Optional<SensorLayout> channels,
            BooleanSupplier cancelled) {
        ModelReference reference = version.model();
        String selectionKey = Keys.selection(layout, version.number());
        Set<String> wanted = new HashSet<>(Set.of(selectionKey));
        for (int i = 0; i < Math.min(reference.getChunks(), MOST_BYTES / ModelChunks.CHUNK_BYTES + 1); i++) {
            wanted.add(Keys.chunk(reference.getSha256(), i));
        }
        Map<String, byte[]> found = find(wanted, cancelled);
        byte[] encoded = found.get(selectionKey);
        if (cancelled.getAsBoolean()
                || encoded == null
                || !(format.read(Topics.SELECTIONS, encoded) instanceof Selection selection)) {
            return Optional.empty();
        }
        trustedKeys.check(encoded, selection.getSignature());
        byte[] file = ModelChunks.join(
                reference,
                MOST_BYTES,
                index -> Optional.ofNullable(
                        format.read(Topics.MODELS, found.get(Keys.chunk(reference.getSha256(), index)))));
        return Optional.of(LoadedSelection.of(selection, file, channels));
    }

    /** The newest values under some keys of selections and models, up to what was there at the start. */
    private Map<String, byte[]> find(Set<String> wanted, BooleanSupplier cancelled) {
        Map<String, byte[]> found = new HashMap<>();
        try (var metered = clients.reader()) {
            TopicScan<byte[], byte[]> scan =
                    TopicScan.ofTopics(metered.client(), List.of(Topics.SELECTIONS, Topics.MODELS));
            while (!scan.isComplete() && !cancelled.getAsBoolean()) {
                scan.poll(WAIT, record -> {
                    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    if (wanted.contains(key)) {
                        found.put(key, record.value());
                    }
                });
            }
        }
        return found;
    }
}
