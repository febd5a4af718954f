package sensieve.streams;

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
import sensieve.DriftPartial;
import sensieve.DriftReport;
import sensieve.RetrainRequest;
import sensieve.codec.AvroCodec;
import sensieve.streams.drift.JudgeDrift;
import sensieve.streams.drift.MeasureDrift;
import sensieve.streams.record.LookAhead;
import sensieve.streams.record.Nodes;
import sensieve.streams.record.ProjectRecords;
import sensieve.streams.record.Projection;
import sensieve.streams.record.ReconstructRecords;
import sensieve.streams.record.RecordTime;
import sensieve.streams.selection.KeepBytes;
import sensieve.streams.selection.SelectionLibrary;
import sensieve.streams.selection.SelectionStores;
import sensieve.topic.Topic;
import sensieve.topic.Topics;
import sensieve.topic.WireFormat;

/**
 * What happens to a record, from source to sink.
 *
 * <pre>
 * sensor.records: project-records ---> sensor.reduced, sensor.dead-letters
 *                        |-- reconstruct-records ---> sensor.reconstructions
 *                                   +-- measure-drift: drift-partials: judge-drift
 *                                                          -> sensor.drift, sensor.retrain-requests
 * </pre>
 *
 * Selections, models and layouts are global stores of raw bytes beside it. Keys of records are passed on as bytes.
 */
public final class SensieveTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private SensieveTopology() {}

    /**
     * The topology; what it measures goes to {@code meters}.
     *
     * @param format of the topics that it shares with others; its own stay in single-object encoding
     * @param ahead what the consumers show it is rebuilt before its turn
     */
    public static Topology build(StreamsSettings settings, WireFormat format, LookAhead ahead, StreamsMeters meters) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(namesOnly()));
        SelectionLibrary library = new SelectionLibrary(settings.selection(), format, meters);
        keep(builder, Topics.SELECTIONS, SelectionStores.SELECTIONS, library);
        keep(builder, Topics.MODELS, SelectionStores.MODELS, library);
        keep(builder, Topics.LAYOUTS, SelectionStores.LAYOUTS, library);

        KStream<byte[], Object> projected = builder.stream(
                        Topics.RECORDS.name(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime())
                                .withName(Nodes.READ))
                .process(
                        ProjectRecords.supplier(
                                settings.ingest(),
                                settings.pending(),
                                library,
                                format,
                                settings.rebuilds(),
                                ahead,
                                meters),
                        Named.as(Nodes.PROJECT));
        if (settings.rebuilds().wanted()) {
            KStream<byte[], Object> rebuilt = SensieveTopology.<Projection>sentOn(projected)
                    .process(() -> new ReconstructRecords(meters, settings.rebuilds()), Named.as(Nodes.RECONSTRUCT));
            if (settings.rebuilds().measured()) {
                watch(SensieveTopology.<Projection>sentOn(rebuilt), settings, format, library, meters);
            }
        }

        Topology topology = builder.build();
        sink(topology, Nodes.REDUCED, Topics.REDUCED, Nodes.PROJECT);
        sink(topology, Nodes.DEAD_LETTERS, Topics.DEAD_LETTERS, Nodes.PROJECT);
        if (settings.rebuilds().written()) {
            sink(topology, Nodes.RECONSTRUCTIONS, Topics.RECONSTRUCTIONS, Nodes.RECONSTRUCT);
        }
        return topology;
    }

    private static void watch(
            KStream<byte[], Projection> rebuilt,
            StreamsSettings settings,
            WireFormat format,
            SelectionLibrary library,
            StreamsMeters meters) {
        KStream<String, SpecificRecord> judged = rebuilt.process(
                        () -> new MeasureDrift(settings.drift(), library, meters), Named.as(Nodes.MEASURE))
                .selectKey((key, partial) -> partial.getLayout(), Named.as("key-by-layout"))
                .repartition(Repartitioned.<String, DriftPartial>as("drift-partials")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(AvroCodec.of(DriftPartial.class).serde())
                        .withNumberOfPartitions(1))
                .process(JudgeDrift.supplier(settings.drift(), library, meters), Named.as("judge-drift"));
        only(DriftReport.class, judged, "pass-reports")
                .to(Topics.DRIFT.name(), produced(format, Topics.DRIFT, "egress-drift"));
        only(RetrainRequest.class, judged, "pass-retrain-requests")
                .to(
                        Topics.RETRAIN_REQUESTS.name(),
                        produced(format, Topics.RETRAIN_REQUESTS, "egress-retrain-requests"));
    }

    /**
     * A node on the path of every record sends each thing to the node that is for it, by name: so the next node gets
     * what is its own, and nothing has to be told apart again.
     */
    @SuppressWarnings("unchecked")
    private static <V> KStream<byte[], V> sentOn(KStream<byte[], Object> stream) {
        return (KStream<byte[], V>) (KStream<byte[], ?>) stream;
    }

    /** Keys and values are bytes by then. */
    private static void sink(Topology topology, String name, Topic<?, ?> topic, String... parents) {
        topology.addSink(name, topic.name(), BYTES.serializer(), BYTES.serializer(), parents);
    }

    private static void keep(StreamsBuilder builder, Topic<?, ?> topic, String store, SelectionLibrary library) {
        builder.addGlobalStore(
                SelectionStores.rawBytes(store),
                topic.name(),
                Consumed.with(Serdes.String(), BYTES).withName("keep-" + store),
                () -> new KeepBytes(store, library));
    }

    /** Those values that are a {@code T}. */
    private static <K, T> KStream<K, T> only(Class<T> type, KStream<K, ? super T> stream, String name) {
        return stream.flatMapValues(
                value -> type.isInstance(value) ? List.of(type.cast(value)) : List.of(), Named.as(name));
    }

    private static <K, V> Produced<K, V> produced(WireFormat format, Topic<K, V> topic, String name) {
        return Produced.<K, V>as(name).withKeySerde(topic.keySerde()).withValueSerde(format.values(topic));
    }

    /** A generated name changes with the topology and strands the state under the old one. */
    private static StreamsConfig namesOnly() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "names-only",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true));
        return new StreamsConfig(properties);
    }
}
