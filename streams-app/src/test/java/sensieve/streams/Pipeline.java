package sensieve.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import sensieve.ModelChunk;
import sensieve.SensorLayout;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.Floats;
import sensieve.service.Settings;
import sensieve.streams.record.RecordReader;
import sensieve.topic.DeadLetterHeaders;
import sensieve.topic.Keys;
import sensieve.topic.Topic;
import sensieve.topic.Topics;

/** The topology in a test driver. Its wall clock starts at {@link #START}. */
public final class Pipeline implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    public static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);

    private static final AvroCodec<ModelChunk> CHUNKS = AvroCodec.of(ModelChunk.class);

    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final TopologyTestDriver driver;
    final TestInputTopic<byte[], byte[]> records;
    final TestInputTopic<String, byte[]> selections;
    final TestInputTopic<String, byte[]> models;
    final TestInputTopic<String, byte[]> layouts;

    Pipeline(Path state, Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(Map.of("kafka.bootstrap.servers", "none:1"));
        all.putAll(overrides);
        Settings values = Settings.of(StreamsSettings.definition(), all);
        StreamsSettings settings = StreamsSettings.of(values);
        Properties properties = StreamsProperties.of(values);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                SensieveTopology.build(
                        settings,
                        new RecordReader(CODEC),
                        new StreamsMeters(registry, settings.selection().layoutsMax())),
                properties,
                START);
        records = driver.createInputTopic(
                Topics.RECORDS.name(), new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ZERO);
        selections = bytes(Topics.SELECTIONS);
        models = bytes(Topics.MODELS);
        layouts = bytes(Topics.LAYOUTS);
    }

    private TestInputTopic<String, byte[]> bytes(Topic<?, ?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    void publish(Publication publication) {
        publishChunks(publication.chunks());
        publishSelection(publication);
        point(publication);
    }

    void publishChunks(List<ModelChunk> chunks) {
        chunks.forEach(
                chunk -> models.pipeInput(Keys.chunk(chunk.getSha256(), chunk.getIndex()), CHUNKS.encode(chunk)));
    }

    void publishSelection(Publication publication) {
        selections.pipeInput(
                Keys.selection(
                        publication.selection().getLayout(),
                        publication.selection().getVersion()),
                encode(publication.selection()));
    }

    void point(Publication publication) {
        selections.pipeInput(Keys.current(publication.selection().getLayout()), encode(publication.pointer(START)));
    }

    void declare(SensorLayout layout) {
        layouts.pipeInput(layout.getLayout(), AvroCodec.of(SensorLayout.class).encode(layout));
    }

    static byte[] encode(SpecificRecord record) {
        return Topics.SELECTIONS.valueSerde().serializer().serialize("", record);
    }

    static byte[] record(String layout, Instant time, float... values) {
        return CODEC.encode(new SensorRecord(layout, time, null, Floats.view(values)));
    }

    void send(String device, byte @Nullable [] value) {
        send(device.getBytes(StandardCharsets.UTF_8), value, new RecordHeaders());
    }

    void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        records.pipeInput(new TestRecord<>(key, value, headers, START));
    }

    /** All that has been written to a topic since the last look. */
    <V> List<TestRecord<byte[], V>> read(Topic<?, V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new ByteArrayDeserializer(),
                        topic.valueSerde().deserializer())
                .readRecordsToList();
    }

    <V> List<V> values(Topic<?, V> topic) {
        return read(topic).stream().map(TestRecord::value).toList();
    }

    static String reason(TestRecord<?, ?> letter) {
        return header(letter, DeadLetterHeaders.REASON);
    }

    static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** A state store, to stand for what a task restores after a restart. */
    <V> KeyValueStore<String, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    double count(String name, String... tags) {
        Counter counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    double gauge(String name, String... tags) {
        Gauge gauge = registry.find(name).tags(tags).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    @Override
    public void close() {
        driver.close();
    }
}
