package sensieve.topic;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import sensieve.Reconstruction;
import sensieve.ReducedRecord;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.AvroSerde;
import sensieve.codec.OutputEncoder;
import sensieve.registry.RegistryClient;
import sensieve.registry.RegistrySettings;
import sensieve.service.CommonSettings;
import sensieve.service.Settings;

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
     * That of a service.
     *
     * @throws sensieve.service.SettingException if the settings of the registry or {@code schemas.dir} cannot be used
     */
    public static WireFormat of(Settings settings) {
        return new WireFormat(RegistrySettings.of(settings), CommonSettings.writerSchemas(settings));
    }

    /**
     * That of a client, whose settings name the registry beside the brokers.
     *
     * @throws sensieve.service.SettingException if they cannot be used
     */
    public static WireFormat of(Map<String, ?> clientSettings) {
        return new WireFormat(RegistrySettings.of(clientSettings), List.of());
    }

    /** What devices send, with the schemas that they may have of their own. */
    public AvroCodec<SensorRecord> records() {
        return records;
    }

    /** Writes what is made of a selection's records. */
    public OutputEncoder outputs(String layout, int version) {
        return new OutputEncoder(reduced, reconstructions, layout, version);
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
     * @throws sensieve.codec.CodecException if they hold none
     * @throws sensieve.codec.RegistryUnavailableException if the registry has to tell their schema, and cannot now
     */
    public <V> @Nullable V read(Topic<?, V> topic, byte @Nullable [] bytes) {
        return values(topic).deserializer().deserialize(topic.name(), bytes);
    }

    /**
     * Asks the registry, if there is one, for the ids of what is written to the topics, and registers it where that is
     * allowed.
     *
     * @throws sensieve.service.SettingException if it refuses
     * @throws sensieve.codec.RegistryUnavailableException if it does not answer for as long as it is waited for
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
