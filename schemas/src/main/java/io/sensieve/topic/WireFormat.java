package io.sensieve.topic;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.AvroSerde;
import io.sensieve.registry.RegistryClient;
import io.sensieve.registry.RegistrySettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a process writes the values of all topics: in single-object encoding, or, where {@code schema.registry.url} is
 * set, in the wire format of schema registries. With a registry it reads both, so that a topic may change over.
 * Thread-safe.
 */
public final class WireFormat implements AutoCloseable {
    private final Optional<RegistryClient> registry;
    private final AvroCodec<SensorRecord> records;
    private final AvroCodec<ReducedRecord> reduced;
    private final AvroCodec<Reconstruction> reconstructions;
    private final Map<String, AvroSerde<?>> serdes = new ConcurrentHashMap<>();

    private WireFormat(Optional<RegistrySettings> settings, Collection<Schema> writerSchemas) {
        registry = settings.map(RegistryClient::new);
        records = codec(Topics.RECORDS, AvroCodec.of(SensorRecord.class).reading(writerSchemas));
        reduced = codec(Topics.REDUCED, AvroCodec.of(ReducedRecord.class));
        reconstructions = codec(Topics.RECONSTRUCTIONS, AvroCodec.of(Reconstruction.class));
    }

    private <V extends SpecificRecord> AvroCodec<V> codec(Topic<?, V> topic, AvroCodec<V> codec) {
        AvroCodec<V> own = registry.map(known -> codec.in(known, topic.name())).orElse(codec);
        serdes.put(topic.name(), own.serde());
        return own;
    }

    /** Single-object encoding. */
    public static WireFormat singleObject() {
        return new WireFormat(Optional.empty(), List.of());
    }

    /**
     * The format that the settings of a client name: single-object encoding, or that of {@code schema.registry.url}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting of the registry cannot be used
     */
    public static WireFormat of(Map<String, ?> clientSettings) {
        return of(clientSettings, List.of());
    }

    /**
     * The same, and reads sensor records that were written with further schemas.
     *
     * @param writerSchemas of {@link SensorRecord}
     * @throws org.apache.kafka.common.config.ConfigException if a setting of the registry cannot be used
     * @throws IllegalArgumentException if a schema cannot be resolved to {@link SensorRecord}
     */
    public static WireFormat of(Map<String, ?> clientSettings, Collection<Schema> writerSchemas) {
        return new WireFormat(RegistrySettings.of(clientSettings), writerSchemas);
    }

    /** What devices send, with the schemas that they may have of their own. */
    public AvroCodec<SensorRecord> records() {
        return records;
    }

    /** The codec of reduced records. */
    public AvroCodec<ReducedRecord> reduced() {
        return reduced;
    }

    /** The codec of reconstructions. */
    public AvroCodec<Reconstruction> reconstructions() {
        return reconstructions;
    }

    /** The serde of a topic's values. */
    @SuppressWarnings("unchecked") // each topic's own is kept under its name
    public <V> Serde<V> values(Topic<?, V> topic) {
        return topic.valueSerde() instanceof AvroSerde<V> plain
                ? (AvroSerde<V>) serdes.computeIfAbsent(
                        topic.name(),
                        name -> registry.<AvroSerde<V>>map(known -> plain.in(known, name))
                                .orElse(plain))
                : topic.valueSerde();
    }

    /** A value's bytes. */
    public <V> byte[] write(Topic<?, V> topic, V value) {
        return values(topic).serializer().serialize(topic.name(), value);
    }

    /**
     * The value of some bytes; null where they are null.
     *
     * @throws io.sensieve.codec.CodecException if they hold none
     * @throws io.sensieve.codec.RegistryUnavailableException if the registry has to tell their schema, and cannot now
     */
    public <V> @Nullable V read(Topic<?, V> topic, byte @Nullable [] bytes) {
        return values(topic).deserializer().deserialize(topic.name(), bytes);
    }

    /**
     * Asks the registry, if there is one, for the ids of what is written to the topics, and registers it where that is
     * allowed.
     *
     * @throws org.apache.kafka.common.config.ConfigException if it refuses
     * @throws io.sensieve.codec.RegistryUnavailableException if it does not answer for as long as it is waited for
     */
    public void prepare(Collection<? extends Topic<?, ?>> written) {
        for (Topic<?, ?> topic : written) {
            if (values(topic) instanceof AvroSerde<?> serde) {
                serde.prepare();
            }
        }
    }

    /** Ends all waiting for the registry. */
    @Override
    public void close() {
        registry.ifPresent(RegistryClient::close);
    }
}
