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
 * Runs the streams app in simulated time with the records of one device at a constant rate. Event time and wall-clock
 * time of the app advance together, so that punctuators fire between records as in real time.
 */
public final class SimulatedApp implements AutoCloseable {
    /** Layout of the device. */
    public static final String LAYOUT = "fleet";

    private static final Set<Topic<?, ?>> KEPT = Set.of(Topics.DRIFT, Topics.RETRAIN_REQUESTS, Topics.RECONSTRUCTIONS);

    private final SensieveTestDriver driver;
    private final double perSecond;
    private final int recordsPerTick;
    private Instant clock = SensieveTestDriver.START;
    private long sent;

    /**
     * Starts the app.
     *
     * @param settings settings of the streams service
     * @param perSecond records a second
     * @param tick step of the clock; at most the shortest interval of a punctuator
     */
    public SimulatedApp(Map<String, String> settings, double perSecond, Duration tick) {
        this.driver = SensieveTestDriver.open(settings);
        this.perSecond = perSecond;
        this.recordsPerTick = Math.max(
                1, (int) (perSecond * tick.toNanos() / Duration.ofSeconds(1).toNanos()));
    }

    /** Publishes a selection, which becomes active. */
    public void publish(TestSelection selection) {
        driver.publish(selection);
    }

    /** Writes a record to an input topic of the app. */
    void write(String topic, byte[] key, byte @Nullable [] value) {
        TopologyTestDriver kafka = driver.driver();
        kafka.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, clock.toEpochMilli());
    }

    /**
     * Sends the next record.
     *
     * @return whether the clock has advanced afterwards, so that the app may have written outputs
     */
    public boolean send(float[] row) {
        driver.send("device-1", LAYOUT, time(sent), row);
        sent++;
        if (sent % recordsPerTick != 0) {
            return false;
        }
        Instant due = time(sent);
        driver.advance(Duration.between(clock, due));
        clock = due;
        discardUnreadTopics();
        return true;
    }

    /** Event time of a record, which is also the time at which the device sends it. */
    public Instant time(long record) {
        return SensieveTestDriver.START.plusNanos(
                (long) (record / perSecond * Duration.ofSeconds(1).toNanos()));
    }

    /** Current time of the app. */
    Instant clock() {
        return clock;
    }

    /** Number of sent records. */
    public long sent() {
        return sent;
    }

    /** Returns the values written to a topic since the last call. */
    public <V> List<V> read(Topic<?, V> topic) {
        return driver.values(topic);
    }

    /** Returns the records written to a topic since the last call, as bytes. */
    List<TestRecord<byte[], byte[]>> bytes(String topic) {
        return driver.driver()
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /**
     * Reads the topics that nobody else reads: the driver keeps the records of every topic, changelogs included, until
     * then.
     */
    private void discardUnreadTopics() {
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
