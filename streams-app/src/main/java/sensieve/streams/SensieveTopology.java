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
import sensieve.Reconstruction;
import sensieve.RetrainRequest;
import sensieve.codec.AvroCodec;
import sensieve.streams.drift.JudgeDrift;
import sensieve.streams.drift.MeasureDrift;
import sensieve.streams.record.DeadLetter;
import sensieve.streams.record.IngestRecords;
import sensieve.streams.record.ProjectRecords;
import sensieve.streams.record.Projection;
import sensieve.streams.record.Reading;
import sensieve.streams.record.Rebuilt;
import sensieve.streams.record.RecordReader;
import sensieve.streams.record.RecordTime;
import sensieve.streams.record.Step;
import sensieve.streams.selection.KeepBytes;
import sensieve.streams.selection.SelectionLibrary;
import sensieve.streams.selection.SelectionStores;
import sensieve.topic.Topic;
import sensieve.topic.Topics;

/**
 * What happens to a record, from source to sink.
 *
 * <pre>
 * sensor.records: ingest-records: project-records ------------------------> sensor.reduced
 *                      |                |-- reconstruct-records: measure-drift -> sensor.reconstructions
 *                      |                |                            |
 *                      +----------------+-> sensor.dead-letters      +-- drift-partials: judge-drift
 *                                                                         -> sensor.drift, sensor.retrain-requests
 * </pre>
 *
 * Selections, models and layouts are global stores of raw bytes beside it. Keys of records are passed on as bytes.
 */
public final class SensieveTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private SensieveTopology() {}

    /** The topology; what it measures goes to {@code meters}. */
    public static Topology build(StreamsSettings settings, RecordReader reader, StreamsMeters meters) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(namesOnly()));
        SelectionLibrary library = new SelectionLibrary(settings.selection(), meters);
        keep(builder, Topics.SELECTIONS, SelectionStores.SELECTIONS, library);
        keep(builder, Topics.MODELS, SelectionStores.MODELS, library);
        keep(builder, Topics.LAYOUTS, SelectionStores.LAYOUTS, library);

        KStream<byte[], Step> ingested = builder.stream(
                        Topics.RECORDS.name(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime())
                                .withName("read-records"))
                .process(() -> new IngestRecords(settings.ingest(), reader, meters), Named.as("ingest-records"));

        KStream<byte[], Step> projected = only(Reading.class, ingested, "pass-readings")
                .process(
                        ProjectRecords.supplier(settings.ingest(), settings.pending(), library, reader, meters),
                        Named.as("project-records"));
        KStream<byte[], Projection> projections = only(Projection.class, projected, "pass-projections");
        projections
                .mapValues(Projection::toReduced, Named.as("encode-reduced"))
                .to(Topics.REDUCED.name(), keyBytes(Topics.REDUCED, "egress-reduced"));

        KStream<byte[], Rebuilt> rebuilt = projections.mapValues(Projection::rebuild, Named.as("reconstruct-records"));
        KStream<byte[], SpecificRecord> measured =
                rebuilt.process(() -> new MeasureDrift(settings.drift(), meters), Named.as("measure-drift"));
        if (settings.reconstructions()) {
            only(Reconstruction.class, measured, "pass-reconstructions")
                    .to(Topics.RECONSTRUCTIONS.name(), keyBytes(Topics.RECONSTRUCTIONS, "egress-reconstructions"));
        }

        KStream<String, SpecificRecord> judged = only(DriftPartial.class, measured, "pass-partials")
                .selectKey((key, partial) -> partial.getLayout(), Named.as("key-by-layout"))
                .repartition(Repartitioned.<String, DriftPartial>as("drift-partials")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(AvroCodec.of(DriftPartial.class).serde())
                        .withNumberOfPartitions(1))
                .process(JudgeDrift.supplier(settings.drift(), library, meters), Named.as("judge-drift"));
        only(DriftReport.class, judged, "pass-reports").to(Topics.DRIFT.name(), produced(Topics.DRIFT, "egress-drift"));
        only(RetrainRequest.class, judged, "pass-retrain-requests")
                .to(Topics.RETRAIN_REQUESTS.name(), produced(Topics.RETRAIN_REQUESTS, "egress-retrain-requests"));

        only(DeadLetter.class, ingested, "pass-unreadable")
                .merge(only(DeadLetter.class, projected, "pass-unprojected"), Named.as("merge-dead-letters"))
                .mapValues(DeadLetter::value, Named.as("unwrap-dead-letters"))
                .to(Topics.DEAD_LETTERS.name(), produced(Topics.DEAD_LETTERS, "egress-dead-letters"));
        return builder.build();
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

    private static <K, V> Produced<K, V> produced(Topic<K, V> topic, String name) {
        return Produced.<K, V>as(name).withKeySerde(topic.keySerde()).withValueSerde(topic.valueSerde());
    }

    private static <V> Produced<byte[], V> keyBytes(Topic<?, V> topic, String name) {
        return Produced.<byte[], V>as(name).withKeySerde(BYTES).withValueSerde(topic.valueSerde());
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
