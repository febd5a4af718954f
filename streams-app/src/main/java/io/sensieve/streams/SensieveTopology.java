package io.sensieve.streams;

import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.drift.DriftProcessor;
import io.sensieve.streams.drift.measure.MeasureProcessor;
import io.sensieve.streams.metrics.StreamsMeters;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.project.ProjectProcessor;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.reconstruct.ReconstructProcessor;
import io.sensieve.streams.record.NodeNames;
import io.sensieve.streams.record.RecordTimestamps;
import io.sensieve.streams.selection.GlobalStoreUpdater;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.selection.SelectionStores;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Builds the topology: the path of a record from source to sinks.
 *
 * <pre>
 * sensor.records: project-records ---> sensor.reduced, sensor.dead-letters
 *                        |-- reconstruct-records ---> sensor.reconstructions
 *                                   +-- measure-drift: drift-partials: judge-drift
 *                                                          -> sensor.drift, sensor.retrain-requests
 * </pre>
 *
 * Selections, models and layouts are global stores of raw bytes. Keys of records are passed on as bytes.
 */
public final class SensieveTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private SensieveTopology() {}

    /**
     * Builds the topology.
     *
     * @param format wire format of the shared topics; internal topics use single-object encoding
     * @param prefetch polled records and threads for reconstructions before their turn
     * @param meters meters that the processors update
     */
    public static Topology build(
            StreamsSettings settings, WireFormat format, PrefetchPool prefetch, StreamsMeters meters) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(namesOnly()));
        SelectionCache cache = new SelectionCache(settings.selection(), format, meters.selections());
        addGlobalStore(builder, Topics.SELECTIONS, SelectionStores.SELECTIONS, cache);
        addGlobalStore(builder, Topics.MODELS, SelectionStores.MODELS, cache);
        addGlobalStore(builder, Topics.LAYOUTS, SelectionStores.LAYOUTS, cache);

        KStream<byte[], Object> projected = builder.stream(
                        Topics.RECORDS.name(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTimestamps())
                                .withName(NodeNames.READ))
                .process(
                        ProjectProcessor.supplier(
                                settings.ingest(),
                                settings.buffer(),
                                cache,
                                format,
                                settings.reconstruction(),
                                prefetch,
                                meters.records()),
                        Named.as(NodeNames.PROJECT));
        if (settings.reconstruction().isEnabled()) {
            KStream<byte[], Object> reconstructed = SensieveTopology.<ProjectionBuffer>narrow(projected)
                    .process(
                            () -> new ReconstructProcessor(meters.records(), settings.reconstruction()),
                            Named.as(NodeNames.RECONSTRUCT));
            if (settings.reconstruction().measured()) {
                measureDrift(SensieveTopology.<ProjectionBuffer>narrow(reconstructed), settings, format, cache, meters);
            }
        }

        Topology topology = builder.build();
        sink(topology, NodeNames.REDUCED, Topics.REDUCED, NodeNames.PROJECT);
        sink(topology, NodeNames.DEAD_LETTERS, Topics.DEAD_LETTERS, NodeNames.PROJECT);
        if (settings.reconstruction().written()) {
            sink(topology, NodeNames.RECONSTRUCTIONS, Topics.RECONSTRUCTIONS, NodeNames.RECONSTRUCT);
        }
        return topology;
    }

    private static void measureDrift(
            KStream<byte[], ProjectionBuffer> reconstructed,
            StreamsSettings settings,
            WireFormat format,
            SelectionCache cache,
            StreamsMeters meters) {
        KStream<String, SpecificRecord> judged = reconstructed
                .process(
                        () -> new MeasureProcessor(settings.drift(), cache, meters.drift()),
                        Named.as(NodeNames.MEASURE))
                .selectKey((key, partial) -> partial.getLayout(), Named.as("key-by-layout"))
                .repartition(Repartitioned.<String, DriftPartial>as("drift-partials")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(AvroCodec.of(DriftPartial.class).serde())
                        .withNumberOfPartitions(1))
                .process(DriftProcessor.supplier(settings.drift(), cache, meters.drift()), Named.as("judge-drift"));
        only(DriftReport.class, judged, "pass-reports")
                .to(Topics.DRIFT.name(), produced(format, Topics.DRIFT, "egress-drift"));
        only(RetrainRequest.class, judged, "pass-retrain-requests")
                .to(
                        Topics.RETRAIN_REQUESTS.name(),
                        produced(format, Topics.RETRAIN_REQUESTS, "egress-retrain-requests"));
    }

    /**
     * Narrows the type of a stream. Processors on the path of every record forward each value to its node by name, so
     * that the next node receives values of one type only.
     */
    @SuppressWarnings("unchecked")
    private static <V> KStream<byte[], V> narrow(KStream<byte[], Object> stream) {
        return (KStream<byte[], V>) (KStream<byte[], ?>) stream;
    }

    /** Adds a sink of keys and values that are encoded already. */
    private static void sink(Topology topology, String name, Topic<?, ?> topic, String... parents) {
        topology.addSink(name, topic.name(), BYTES.serializer(), BYTES.serializer(), parents);
    }

    private static void addGlobalStore(StreamsBuilder builder, Topic<?, ?> topic, String store, SelectionCache cache) {
        builder.addGlobalStore(
                SelectionStores.rawBytes(store),
                topic.name(),
                Consumed.with(Serdes.String(), BYTES).withName("keep-" + store),
                () -> new GlobalStoreUpdater(store, cache));
    }

    /** Passes the values that are a {@code T}. */
    private static <K, T> KStream<K, T> only(Class<T> type, KStream<K, ? super T> stream, String name) {
        return stream.flatMapValues(
                value -> type.isInstance(value) ? List.of(type.cast(value)) : List.of(), Named.as(name));
    }

    private static <K, V> Produced<K, V> produced(WireFormat format, Topic<K, V> topic, String name) {
        return Produced.<K, V>as(name).withKeySerde(topic.keySerde()).withValueSerde(format.valueSerde(topic));
    }

    /** Forbids generated names: they change with the topology, and the state under the old name would be lost. */
    private static StreamsConfig namesOnly() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "names-only",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true));
        return new StreamsConfig(properties);
    }
}
