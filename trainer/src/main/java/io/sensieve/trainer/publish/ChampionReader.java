package io.sensieve.trainer.publish;

import io.sensieve.ModelReference;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.TopicScan;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.Metered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads published models back from the topics and checks them as the streams app does. */
public final class ChampionReader {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionReader.class);

    /** Largest model file that is read back; the default limit of the streams app. */
    private static final long LARGEST_MODEL_BYTES = 256L << 20;

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private final Supplier<Metered<Consumer<byte[], byte[]>>> consumers;
    private final WireFormat format;
    private final TrustedKeys trustedKeys;

    /**
     * Creates a reader.
     *
     * @param consumers creates a consumer for each read
     * @param trustedKeys keys of which one must have signed a selection
     */
    public ChampionReader(
            Supplier<Metered<Consumer<byte[], byte[]>>> consumers, WireFormat format, TrustedKeys trustedKeys) {
        this.consumers = consumers;
        this.format = format;
        this.trustedKeys = trustedKeys;
    }

    /** Reads versions with their models; leaves out, with a warning, those that cannot be used. */
    public List<KeptVersion> readAll(String layout, List<SelectionVersion> versions, BooleanSupplier cancelled) {
        Map<String, byte[]> found = find(
                versions.stream()
                        .flatMap(version -> keys(layout, version).stream())
                        .collect(Collectors.toSet()),
                cancelled);
        List<KeptVersion> kept = new ArrayList<>();
        for (SelectionVersion version : versions) {
            try {
                load(layout, version, Optional.empty(), found, cancelled)
                        .ifPresent(loaded ->
                                kept.add(new KeptVersion(version.number(), loaded.selection(), loaded.model())));
            } catch (RuntimeException e) {
                // Untrusted bytes must not fail the training, whatever exception a parser throws.
                LOG.atWarn()
                        .addKeyValue("layout", layout)
                        .addKeyValue("selectionVersion", version.number())
                        .addKeyValue("reason", e.getMessage())
                        .log("version cannot be read back; the training does without it");
            }
        }
        return kept;
    }

    /**
     * Reads a version with its model; empty if the read was cancelled or the topic does not have the version.
     *
     * @param channels declared channels, if their roles are to be checked
     * @param cancelled asked while the topics are read
     * @throws io.sensieve.model.RefusedSelectionException if the streams app would refuse the version
     */
    public Optional<LoadedSelection> read(
            String layout, SelectionVersion version, Optional<SensorLayout> channels, BooleanSupplier cancelled) {
        return load(layout, version, channels, find(keys(layout, version), cancelled), cancelled);
    }

    private static Set<String> keys(String layout, SelectionVersion version) {
        ModelReference reference = version.model();
        Set<String> keys = new HashSet<>(Set.of(Keys.selection(layout, version.number())));
        for (int i = 0; i < Math.min(reference.getChunks(), LARGEST_MODEL_BYTES / ModelChunks.CHUNK_BYTES + 1); i++) {
            keys.add(Keys.chunk(reference.getSha256(), i));
        }
        return keys;
    }

    private Optional<LoadedSelection> load(
            String layout,
            SelectionVersion version,
            Optional<SensorLayout> channels,
            Map<String, byte[]> found,
            BooleanSupplier cancelled) {
        ModelReference reference = version.model();
        byte[] encoded = found.get(Keys.selection(layout, version.number()));
        if (cancelled.getAsBoolean()
                || encoded == null
                || !(format.deserialize(Topics.SELECTIONS, encoded) instanceof Selection selection)) {
            return Optional.empty();
        }
        trustedKeys.check(encoded, selection.getSignature());
        byte[] file = ModelChunks.join(
                reference,
                LARGEST_MODEL_BYTES,
                index -> Optional.ofNullable(
                        format.deserialize(Topics.MODELS, found.get(Keys.chunk(reference.getSha256(), index)))));
        return Optional.of(LoadedSelection.of(selection, file, channels));
    }

    /** Returns the newest value of each wanted key of the selections and models, up to the present ends. */
    private Map<String, byte[]> find(Set<String> wanted, BooleanSupplier cancelled) {
        Map<String, byte[]> found = new HashMap<>();
        try (var metered = consumers.get()) {
            TopicScan<byte[], byte[]> scan =
                    TopicScan.ofTopics(metered.client(), List.of(Topics.SELECTIONS, Topics.MODELS));
            while (!scan.isComplete() && !cancelled.getAsBoolean()) {
                scan.poll(POLL_TIMEOUT, record -> {
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
