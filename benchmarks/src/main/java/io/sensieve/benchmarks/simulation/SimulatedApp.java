package io.sensieve.benchmarks.simulation;

import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The streams app in simulated time: records of one device at a steady rate, event time and the app's own clock side by
 * side, so that its timers ring as often between two records as they would.
 */
public final class SimulatedApp implements AutoCloseable {
    /** The layout that the device's records are of. */
    public static final String LAYOUT = "fleet";

    private static final Set<Topic<?, ?>> KEPT = Set.of(Topics.DRIFT, Topics.RETRAIN_REQUESTS, Topics.RECONSTRUCTIONS);

    private final SensieveTestDriver driver;
    private final double perSecond;
    private final int recordsPerTick;
    private Instant clock = SensieveTestDriver.START;
    private long sent;

    /**
     * Starts it.
     *
     * @param settings of the streams service
     * @param perSecond records a second
     * @param tick by how much the clock goes on at a time; no longer than the app's shortest timer
     */
    public SimulatedApp(Map<String, String> settings, double perSecond, Duration tick) {
        this.driver = SensieveTestDriver.open(settings);
        this.perSecond = perSecond;
        this.recordsPerTick = Math.max(
                1, (int) (perSecond * tick.toNanos() / Duration.ofSeconds(1).toNanos()));
    }

    /** Puts a selection in force. */
    public void publish(TestSelection selection) {
        driver.publish(selection);
    }

    /** Writes to one of the topics that the app reads, as it lies there. */
    void write(String topic, byte[] key, byte @Nullable [] value) {
        TopologyTestDriver kafka = driver.driver();
        kafka.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, clock.toEpochMilli());
    }

    /** Sends the next record; whether the clock went on after it, so that there may be news. */
    public boolean send(float[] row) {
        driver.send("device-1", LAYOUT, time(sent), row);
        sent++;
        if (sent % recordsPerTick != 0) {
            return false;
        }
        Instant due = time(sent);
        driver.advance(Duration.between(clock, due));
        clock = due;
        forget();
        return true;
    }

    /** Event time of a record, and the clock when it is sent. */
    Instant time(long record) {
        return SensieveTestDriver.START.plusNanos(
                (long) (record / perSecond * Duration.ofSeconds(1).toNanos()));
    }

    /** Now, on the app's clock. */
    Instant clock() {
        return clock;
    }

    /** Records sent so far. */
    public long sent() {
        return sent;
    }

    /** What has come out on a topic since the last look. */
    public <V> List<V> read(Topic<?, V> topic) {
        return driver.values(topic);
    }

    /** What has come out on a topic since the last look, as it lies there. */
    List<TestRecord<byte[], byte[]>> bytes(String topic) {
        return driver.driver()
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** The driver keeps every topic, changelogs too, until somebody reads it. */
    private void forget() {
        for (String topic : driver.driver().producedTopicNames()) {
            if (KEPT.stream().noneMatch(kept -> kept.name().equals(topic))) {
                bytes(topic);
            }
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
