package io.sensieve.streams.testing;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.ModelChunk;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.model.ModelChunks;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.service.WireFormats;
import io.sensieve.streams.SensieveTopology;
import io.sensieve.streams.StreamsProperties;
import io.sensieve.streams.StreamsSettings;
import io.sensieve.streams.metrics.StreamsMeters;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Runs the streams app without a broker: the topology of the service, with the settings of the service, in Kafka's
 * {@link TopologyTestDriver}. A test sends sensor records and reads the records that the service would write.
 *
 * <p>A sent record has been processed when the call returns. The wall clock begins at {@link #START}; only
 * {@link #advance} moves it. {@link #close} deletes the state. Not thread-safe.
 */
public final class SensieveTestDriver implements AutoCloseable {
    /** Start of the wall clock. */
    public static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    /** Shorter than every timer of the app with its default settings. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WireFormat format;
    private final Path state;
    private final TopologyTestDriver driver;
    private Instant now = START;

    private SensieveTestDriver(Settings settings) {
        format = WireFormats.of(settings);
        Topology topology = topology(settings, format, meters);
        Properties properties = StreamsProperties.of(settings);
        try {
            state = Files.createTempDirectory("sensieve-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(topology, properties, START);
    }

    /** Opens the app with its default settings. */
    public static SensieveTestDriver open() {
        return open(Map.of());
    }

    /**
     * Opens the app with settings as in its properties file, for example {@code drift.window.ms}.
     *
     * @throws SettingException if a setting is unknown or not allowed
     */
    public static SensieveTestDriver open(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("kafka.bootstrap.servers", "none:1"));
        all.putAll(settings);
        return new SensieveTestDriver(Settings.of(StreamsSettings.definition(), all));
    }

    private static Topology topology(Settings settings, WireFormat format, PrometheusMeterRegistry meters) {
        StreamsSettings own = StreamsSettings.of(settings);
        return SensieveTopology.build(
                own,
                format,
                new PrefetchPool(0),
                new StreamsMeters(meters, own.selection().layoutsMax()));
    }

    /** Publishes a selection as the trainer does: model, selection, and then the pointer that activates it. */
    public void publish(TestSelection published) {
        Selection selection = published.selection();
        String layout = selection.getLayout();
        for (ModelChunk chunk : ModelChunks.split(published.model())) {
            send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
        }
        send(Topics.SELECTIONS, Keys.selection(layout, selection.getVersion()), selection);
        send(
                Topics.SELECTIONS,
                Keys.current(layout),
                new SelectionPointer(layout, selection.getVersion(), now, false, ByteBuffer.allocate(0)));
    }

    /**
     * Sends a record of a device.
     *
     * @param time event time
     * @param values one value for each channel of the layout, in its order; NaN for a missing value
     */
    public void send(String device, String layout, Instant time, float... values) {
        send(Topics.RECORDS, device, new SensorRecord(layout, time, null, Floats.view(values)));
    }

    /** Sends a record to one of the input topics of the app. */
    public <K, V> void send(Topic<K, V> topic, K key, V value) {
        driver.createInputTopic(
                        topic.name(),
                        topic.keySerde().serializer(),
                        format.valueSerde(topic).serializer())
                .pipeInput(key, value, now);
    }

    /**
     * Returns {@code sensor.records} as a topic of bytes, for records that {@link #send} cannot send: with headers,
     * with another writer schema, or unusable.
     */
    public TestInputTopic<byte[], byte[]> records() {
        return driver.createInputTopic(
                Topics.RECORDS.name(), new ByteArraySerializer(), new ByteArraySerializer(), now, Duration.ZERO);
    }

    /** Reads the records that the app has written to a topic since the last call, in order. */
    public <K, V> List<TestRecord<K, V>> read(Topic<K, V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        topic.keySerde().deserializer(),
                        format.valueSerde(topic).deserializer())
                .readRecordsToList();
    }

    /** Reads as {@link #read} does and returns the values only. */
    public <V> List<V> values(Topic<?, V> topic) {
        return read(topic).stream().map(TestRecord::value).toList();
    }

    /** Advances the wall clock in steps of 100 ms, so that the timers of the app fire as often as in the service. */
    public void advance(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            Duration left = Duration.between(now, until);
            Duration step = left.compareTo(TICK) < 0 ? left : TICK;
            driver.advanceWallClockTime(step);
            now = now.plus(step);
        }
    }

    /** The meters that the service would serve at {@code /metrics}. */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /** Kafka's driver, for access to state stores. */
    public TopologyTestDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        format.close();
        driver.close();
        meters.close();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
