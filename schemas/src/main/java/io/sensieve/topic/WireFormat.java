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
 * Serializes and deserializes the values of all topics: in single-object encoding or, if {@code schema.registry.url} is
 * set, in the wire format of schema registries. With a registry it reads both formats, so that a topic can migrate.
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
        records = codec(Topics.RECORDS, AvroCodec.of(SensorRecord.class).withWriterSchemas(writerSchemas));
        reduced = codec(Topics.REDUCED, AvroCodec.of(ReducedRecord.class));
        reconstructions = codec(Topics.RECONSTRUCTIONS, AvroCodec.of(Reconstruction.class));
    }

    private <V extends SpecificRecord> AvroCodec<V> codec(Topic<?, V> topic, AvroCodec<V> codec) {
        AvroCodec<V> own =
                registry.map(known -> codec.withRegistry(known, topic.name())).orElse(codec);
        serdes.put(topic.name(), own.serde());
        return own;
    }

    /** Creates the format of single-object encoding. */
    public static WireFormat singleObject() {
        return new WireFormat(Optional.empty(), List.of());
    }

    /**
     * Creates the format for client settings: single-object encoding, or the registry format with
     * {@code schema.registry.url}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting of the registry is invalid
     */
    public static WireFormat of(Map<String, ?> clientSettings) {
        return of(clientSettings, List.of());
    }

    /**
     * Creates a format that also reads sensor records of further writer schemas.
     *
     * @param writerSchemas writer schemas of {@link SensorRecord}
     * @throws org.apache.kafka.common.config.ConfigException if a setting of the registry is invalid
     * @throws IllegalArgumentException if a schema cannot be resolved to {@link SensorRecord}
     */
    public static WireFormat of(Map<String, ?> clientSettings, Collection<Schema> writerSchemas) {
        return new WireFormat(RegistrySettings.of(clientSettings), writerSchemas);
    }

    /** Codec of sensor records, with the devices' own writer schemas. */
    public AvroCodec<SensorRecord> records() {
        return records;
    }

    /** Codec of reduced records. */
    public AvroCodec<ReducedRecord> reduced() {
        return reduced;
    }

    /** Codec of reconstructions. */
    public AvroCodec<Reconstruction> reconstructions() {
        return reconstructions;
    }

    /** Returns the serde of a topic's values. */
    @SuppressWarnings("unchecked") // the map holds the serde of each topic under its name
    public <V> Serde<V> valueSerde(Topic<?, V> topic) {
        return topic.valueSerde() instanceof AvroSerde<V> plain
                ? (AvroSerde<V>) serdes.computeIfAbsent(
                        topic.name(),
                        name -> registry.<AvroSerde<V>>map(known -> plain.withRegistry(known, name))
                                .orElse(plain))
                : topic.valueSerde();
    }

    /** Serializes a value. */
    public <V> byte[] serialize(Topic<?, V> topic, V value) {
        return valueSerde(topic).serializer().serialize(topic.name(), value);
    }

    /**
     * Deserializes a value; null stays null.
     *
     * @throws io.sensieve.codec.CodecException if the bytes are no value of the topic
     * @throws io.sensieve.codec.RegistryUnavailableException if the schema is not cached and the registry does not
     *     answer
     */
    public <V> @Nullable V deserialize(Topic<?, V> topic, byte @Nullable [] bytes) {
        return valueSerde(topic).deserializer().deserialize(topic.name(), bytes);
    }

    /**
     * Gets the ids of the topics' schemas from the registry, if there is one, and registers missing schemas if
     * {@code schema.registry.register} is true.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the registry refuses a schema
     * @throws io.sensieve.codec.RegistryUnavailableException if the registry does not answer in time
     */
    public void registerSchemas(Collection<? extends Topic<?, ?>> topics) {
        for (Topic<?, ?> topic : topics) {
            if (valueSerde(topic) instanceof AvroSerde<?> serde) {
                serde.registerSchemas();
            }
        }
    }

    /** Interrupts all waiting for the registry. */
    @Override
    public void close() {
        registry.ifPresent(RegistryClient::close);
    }
}
