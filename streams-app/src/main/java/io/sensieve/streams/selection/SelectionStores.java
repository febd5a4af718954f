package io.sensieve.streams.selection;

import io.sensieve.ModelChunk;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.codec.CodecException;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Reads the global stores. They hold the topics' bytes as they came, because a restore copies bytes without looking at
 * them (KAFKA-8037): whatever is read here is checked here.
 */
public final class SelectionStores {
    /** Bytes of {@code sensor.selections}. */
    public static final String SELECTIONS = "selections";

    /** Bytes of {@code sensor.models}. */
    public static final String MODELS = "models";

    /** Bytes of {@code sensor.layouts}. */
    public static final String LAYOUTS = "layouts";

    private static final StringSerializer PREFIX = new StringSerializer();

    private final WireFormat format;
    private final TrustedKeys trustedKeys;
    private final ReadOnlyKeyValueStore<String, byte[]> selections;
    private final ReadOnlyKeyValueStore<String, byte[]> models;
    private final ReadOnlyKeyValueStore<String, byte[]> layouts;

    /**
     * Those of a task.
     *
     * @param format of the topics
     * @param trustedKeys whose signature selections and pointers must bear
     */
    public SelectionStores(ProcessingContext context, WireFormat format, TrustedKeys trustedKeys) {
        this.format = format;
        this.trustedKeys = trustedKeys;
        selections = context.getStateStore(SELECTIONS);
        models = context.getStateStore(MODELS);
        layouts = context.getStateStore(LAYOUTS);
    }

    /** A global store of raw bytes. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> rawBytes(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /**
     * The pointer of a layout.
     *
     * @throws RefusedSelectionException if its bytes are no pointer of this layout, or nobody who counts has signed
     *     them
     */
    Optional<SelectionPointer> pointer(String layout) {
        byte @Nullable [] bytes = selections.get(Keys.current(layout));
        if (bytes == null) {
            return Optional.empty();
        }
        if (!(decode(Topics.SELECTIONS, bytes) instanceof SelectionPointer pointer)) {
            throw refused(Reason.UNREADABLE, "no pointer under the pointer's key");
        }
        if (!pointer.getLayout().equals(layout)) {
            throw refused(Reason.OTHER_LAYOUT, "the pointer is of layout " + pointer.getLayout());
        }
        trustedKeys.check(bytes, pointer.getSignature());
        return Optional.of(pointer);
    }

    /**
     * A selection.
     *
     * @throws RefusedSelectionException if it is missing, its bytes are not this selection, or nobody who counts has
     *     signed them
     */
    Selection selection(String layout, int version) {
        byte @Nullable [] bytes = selections.get(Keys.selection(layout, version));
        if (bytes == null) {
            throw refused(Reason.MISSING_SELECTION, "there is no selection " + Keys.selection(layout, version));
        }
        if (!(decode(Topics.SELECTIONS, bytes) instanceof Selection selection)) {
            throw refused(Reason.UNREADABLE, "no selection under a selection's key");
        }
        if (!selection.getLayout().equals(layout)) {
            throw refused(Reason.OTHER_LAYOUT, "the selection is of layout " + selection.getLayout());
        }
        if (selection.getVersion() != version) {
            throw refused(Reason.UNREADABLE, "the selection says that it is version " + selection.getVersion());
        }
        trustedKeys.check(bytes, selection.getSignature());
        return selection;
    }

    /** Versions of a layout for which there are bytes, newest first. */
    List<Integer> versions(String layout) {
        String prefix = layout + "/";
        List<Integer> versions = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = selections.prefixScan(prefix, PREFIX)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                version(entry.key.substring(prefix.length())).ifPresent(versions::add);
            }
        }
        versions.sort(Comparator.reverseOrder());
        return versions;
    }

    /** Whether the piece of a model file has come. */
    boolean hasChunk(String sha256, int index) {
        return models.get(Keys.chunk(sha256, index)) != null;
    }

    /**
     * A piece of a model file.
     *
     * @throws RefusedSelectionException if its bytes are none
     */
    Optional<ModelChunk> chunk(String sha256, int index) {
        byte @Nullable [] bytes = models.get(Keys.chunk(sha256, index));
        return bytes == null ? Optional.empty() : Optional.of(decode(Topics.MODELS, bytes));
    }

    /**
     * The channels of a layout, where they were declared.
     *
     * @throws RefusedSelectionException if the declaration cannot be read
     */
    Optional<SensorLayout> layout(String layout) {
        byte @Nullable [] bytes = layouts.get(layout);
        return bytes == null ? Optional.empty() : Optional.of(decode(Topics.LAYOUTS, bytes));
    }

    private <T> T decode(Topic<String, T> topic, byte[] bytes) {
        try {
            return Objects.requireNonNull(format.read(topic, bytes));
        } catch (CodecException e) {
            throw new RefusedSelectionException(Reason.UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<Integer> version(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static RefusedSelectionException refused(Reason reason, String message) {
        return new RefusedSelectionException(reason, message);
    }
}
