package io.sensieve.standalone.demo;

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

/** Devices of one layout that take turns to send rows; the event time is the time of sending. */
final class DemoFeeder implements AutoCloseable {
    private final DeviceProducer producer;
    private final String layout;
    private final int devices;
    private final Clock clock;
    private final BooleanSupplier stopped;
    private long sent;

    /**
     * Declares nothing yet.
     *
     * @param devices how many take turns
     * @param stopped whether all playing is to end
     */
    DemoFeeder(Map<String, Object> clientSettings, String layout, int devices, Clock clock, BooleanSupplier stopped) {
        this.producer = new DeviceProducer(clientSettings);
        this.layout = layout;
        this.devices = devices;
        this.clock = clock;
        this.stopped = stopped;
    }

    void declare(List<String> channelNames) {
        producer.declare(layout, channelNames);
        producer.flush();
    }

    /**
     * Plays the rows once.
     *
     * @param between run before each of them
     */
    void play(List<float[]> rows, UnaryOperator<float[]> world, double perSecond, Runnable between) {
        playWhile(rows, world, perSecond, () -> {
            between.run();
            return true;
        });
    }

    /** Plays the rows once, but ends when something no longer holds. */
    private void playWhile(List<float[]> rows, UnaryOperator<float[]> world, double perSecond, BooleanSupplier holds) {
        RateLimiter pace = new RateLimiter(perSecond);
        for (float[] row : rows) {
            if (stopped.getAsBoolean() || !holds.getAsBoolean()) {
                break;
            }
            pace.await();
            send(world.apply(row));
        }
        producer.flush();
    }

    /** Plays the rows again and again until something holds or the time is over. */
    void playUntil(
            List<float[]> rows,
            UnaryOperator<float[]> world,
            double perSecond,
            BooleanSupplier done,
            Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        BooleanSupplier goesOn = () -> !stopped.getAsBoolean()
                && !done.getAsBoolean()
                && clock.instant().isBefore(deadline);
        while (goesOn.getAsBoolean()) {
            playWhile(rows, world, perSecond, goesOn);
        }
    }

    /** Sends five records that cannot be used, each for a reason of its own; returns the reasons. */
    List<String> sendUnusable(int channels) {
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
        Instant now = clock.instant();
        byte[] good = codec.encode(new SensorRecord(layout, now, null, Floats.view(new float[channels])));
        float[] infinite = new float[channels];
        infinite[channels / 2] = Float.POSITIVE_INFINITY;
        byte[] key = "device-0".getBytes(StandardCharsets.UTF_8);
        bytes(key, Arrays.copyOf(good, good.length / 2), now);
        bytes(key, codec.encode(new SensorRecord(layout, now, null, Floats.view(new float[channels + 1]))), now);
        bytes(key, codec.encode(new SensorRecord(layout, now, null, Floats.view(infinite))), now);
        bytes(key, codec.encode(new SensorRecord("no-such-layout", now, null, Floats.view(new float[channels]))), now);
        bytes(key, "{\"temperature\": 21.5}".getBytes(StandardCharsets.UTF_8), now);
        producer.flush();
        return List.of("cut off", "a channel too many", "an infinite value", "an unknown layout", "JSON");
    }

    /** How many rows were sent. */
    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(float[] values) {
        producer.send("device-" + sent++ % devices, layout, clock.instant(), OptionalInt.empty(), values);
    }

    private void bytes(byte[] key, byte[] value, Instant now) {
        producer.sendBytes(Topics.RECORDS, key, value, now.toEpochMilli());
    }
}
