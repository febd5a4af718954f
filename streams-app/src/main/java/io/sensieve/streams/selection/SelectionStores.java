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
 * Reads and checks the contents of the global stores. The stores hold the bytes of the topics unchecked, because a
 * restore copies bytes without processing them (KAFKA-8037).
 */
public final class SelectionStores {
    /** Name of the store of {@code sensor.selections}. */
    public static final String SELECTIONS = "selections";

    /** Name of the store of {@code sensor.models}. */
    public static final String MODELS = "models";

    /** Name of the store of {@code sensor.layouts}. */
    public static final String LAYOUTS = "layouts";

    private static final StringSerializer PREFIX = new StringSerializer();

    private final WireFormat format;
    private final TrustedKeys trustedKeys;
    private final ReadOnlyKeyValueStore<String, byte[]> selections;
    private final ReadOnlyKeyValueStore<String, byte[]> models;
    private final ReadOnlyKeyValueStore<String, byte[]> layouts;

    SelectionStores(
            WireFormat format,
            TrustedKeys trustedKeys,
            ReadOnlyKeyValueStore<String, byte[]> selections,
            ReadOnlyKeyValueStore<String, byte[]> models,
            ReadOnlyKeyValueStore<String, byte[]> layouts) {
        this.format = format;
        this.trustedKeys = trustedKeys;
        this.selections = selections;
        this.models = models;
        this.layouts = layouts;
    }

    /**
     * Opens the global stores for a task.
     *
     * @param format wire format of the topics
     * @param trustedKeys public keys, one of which must have signed a selection or pointer
     */
    static SelectionStores of(ProcessingContext context, WireFormat format, TrustedKeys trustedKeys) {
        return new SelectionStores(
                format,
                trustedKeys,
                context.getStateStore(SELECTIONS),
                context.getStateStore(MODELS),
                context.getStateStore(LAYOUTS));
    }

    /** Creates the builder of a global store of raw bytes. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> rawBytes(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** Whether a pointer to the active selection of a layout is published. */
    public boolean isPublished(String layout) {
        return selections.get(Keys.current(layout)) != null;
    }

    /**
     * Reads the pointer to the current selection of a layout.
     *
     * @throws RefusedSelectionException if its bytes are not a pointer of this layout, or no trusted key has signed
     *     them
     */
    Optional<SelectionPointer> pointer(String layout) {
        byte @Nullable [] bytes = selections.get(Keys.current(layout));
        if (bytes == null) {
            return Optional.empty();
        }
        if (!(decode(Topics.SELECTIONS, bytes) instanceof SelectionPointer pointer)) {
            throw refused(Reason.UNREADABLE, "the record under the key of the pointer is not a pointer");
        }
        if (!pointer.getLayout().equals(layout)) {
            throw refused(Reason.OTHER_LAYOUT, "the pointer belongs to layout " + pointer.getLayout());
        }
        trustedKeys.check(bytes, pointer.getSignature());
        return Optional.of(pointer);
    }

    /**
     * Reads a selection.
     *
     * @throws RefusedSelectionException if it is missing, its bytes are not this selection, or no trusted key has
     *     signed them
     */
    Selection selection(String layout, int version) {
        byte @Nullable [] bytes = selections.get(Keys.selection(layout, version));
        if (bytes == null) {
            throw refused(Reason.MISSING_SELECTION, "there is no selection " + Keys.selection(layout, version));
        }
        if (!(decode(Topics.SELECTIONS, bytes) instanceof Selection selection)) {
            throw refused(Reason.UNREADABLE, "the record under the key of the selection is not a selection");
        }
        if (!selection.getLayout().equals(layout)) {
            throw refused(Reason.OTHER_LAYOUT, "the selection belongs to layout " + selection.getLayout());
        }
        if (selection.getVersion() != version) {
            throw refused(Reason.UNREADABLE, "the selection says that it is version " + selection.getVersion());
        }
        trustedKeys.check(bytes, selection.getSignature());
        return selection;
    }

    /** Lists the stored versions of a layout, newest first. */
    public List<Integer> versions(String layout) {
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

    /** Whether a chunk of a model file has arrived. */
    boolean hasChunk(String sha256, int index) {
        return models.get(Keys.chunk(sha256, index)) != null;
    }

    /**
     * Reads a chunk of a model file; empty if it has not arrived.
     *
     * @throws RefusedSelectionException if its bytes are not a chunk
     */
    Optional<ModelChunk> chunk(String sha256, int index) {
        byte @Nullable [] bytes = models.get(Keys.chunk(sha256, index));
        return bytes == null ? Optional.empty() : Optional.of(decode(Topics.MODELS, bytes));
    }

    /**
     * Reads the SensorLayout of a layout; empty if nobody has published one.
     *
     * @throws RefusedSelectionException if its bytes are not a SensorLayout
     */
    Optional<SensorLayout> layout(String layout) {
        byte @Nullable [] bytes = layouts.get(layout);
        return bytes == null ? Optional.empty() : Optional.of(decode(Topics.LAYOUTS, bytes));
    }

    private <T> T decode(Topic<String, T> topic, byte[] bytes) {
        try {
            return Objects.requireNonNull(format.deserialize(topic, bytes));
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
