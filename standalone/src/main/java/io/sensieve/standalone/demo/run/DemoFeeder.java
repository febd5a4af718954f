package io.sensieve.standalone.demo.run;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.RateLimiter;
import io.sensieve.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Sends rows as records of several devices of one layout, in turn. The event time is the time of sending. */
public final class DemoFeeder implements AutoCloseable {
    private final DeviceProducer producer;
    private final String layout;
    private final int devices;
    private final Clock clock;
    private final BooleanSupplier stopped;
    private long sent;

    /**
     * Connects the devices to Kafka.
     *
     * @param devices number of devices
     * @param stopped whether to stop feeding
     */
    DemoFeeder(Map<String, Object> clientSettings, String layout, int devices, Clock clock, BooleanSupplier stopped) {
        this.producer = new DeviceProducer(clientSettings);
        this.layout = layout;
        this.devices = devices;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** Publishes the layout. */
    void declare(List<String> channelNames) {
        producer.declare(layout, channelNames);
        producer.flush();
    }

    /**
     * Sends every row once.
     *
     * @param transform applied to each row before it is sent
     * @param perSecond rows per second
     * @param beforeEach run before each row
     */
    public void play(List<float[]> rows, UnaryOperator<float[]> transform, double perSecond, Runnable beforeEach) {
        playWhile(rows, transform, perSecond, () -> {
            beforeEach.run();
            return true;
        });
    }

    /** Sends every row once, but stops as soon as {@code condition} no longer holds. */
    private void playWhile(
            List<float[]> rows, UnaryOperator<float[]> transform, double perSecond, BooleanSupplier condition) {
        RateLimiter limiter = new RateLimiter(perSecond);
        for (float[] row : rows) {
            if (stopped.getAsBoolean() || !condition.getAsBoolean()) {
                break;
            }
            limiter.await();
            send(transform.apply(row));
        }
        producer.flush();
    }

    /** Sends the rows repeatedly until {@code done} holds or {@code patience} is over. */
    public void playUntil(
            List<float[]> rows,
            UnaryOperator<float[]> transform,
            double perSecond,
            BooleanSupplier done,
            Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        BooleanSupplier shouldContinue = () -> !stopped.getAsBoolean()
                && !done.getAsBoolean()
                && clock.instant().isBefore(deadline);
        while (shouldContinue.getAsBoolean()) {
            playWhile(rows, transform, perSecond, shouldContinue);
        }
    }

    /** Sends five unusable records and returns what is wrong with each. */
    public List<String> sendUnusable(int channels) {
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
        Instant now = clock.instant();
        byte[] valid = codec.encode(new SensorRecord(layout, now, null, Floats.view(new float[channels])));
        float[] infinite = new float[channels];
        infinite[channels / 2] = Float.POSITIVE_INFINITY;
        byte[] key = "device-0".getBytes(StandardCharsets.UTF_8);
        sendBytes(key, Arrays.copyOf(valid, valid.length / 2), now);
        sendBytes(key, codec.encode(new SensorRecord(layout, now, null, Floats.view(new float[channels + 1]))), now);
        sendBytes(key, codec.encode(new SensorRecord(layout, now, null, Floats.view(infinite))), now);
        sendBytes(
                key,
                codec.encode(new SensorRecord("no-such-layout", now, null, Floats.view(new float[channels]))),
                now);
        sendBytes(key, "{\"temperature\": 21.5}".getBytes(StandardCharsets.UTF_8), now);
        producer.flush();
        return List.of("truncated", "one channel too many", "an infinite value", "an unknown layout", "JSON");
    }

    /** Number of rows sent so far. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(float[] values) {
        producer.send("device-" + sent++ % devices, layout, clock.instant(), OptionalInt.empty(), values);
    }

    private void sendBytes(byte[] key, byte[] value, Instant now) {
        producer.sendBytes(Topics.RECORDS, key, value, now.toEpochMilli());
    }
}
