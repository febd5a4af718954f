package io.sensieve.systemtests.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sensieve.benchmarks.common.BackgroundTask;
import io.sensieve.standalone.client.RateLimiter;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered records and poison pills at a constant rate. The devices share a few gateways, each with its own
 * thread and producer. The producers are idempotent, wait for all replicas and never give up.
 */
public final class Devices implements AutoCloseable {
    private static final int GATEWAYS = 4;
    private static final int NEVER_MS = Integer.MAX_VALUE;
    private static final int REQUEST_BYTES = 2_000_000;
    private static final List<PoisonPill> KINDS = List.of(PoisonPill.values());

    private final Map<String, Object> clientSettings;
    private final Setup setup;
    private final PoisonPillLedger poison;
    private final AtomicIntegerArray sent;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<BackgroundTask> gateways = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Configures the devices.
     *
     * @param count number of devices
     * @param rate records a second of all devices together
     * @param poison share of poison pills among the records
     * @param seed random seed
     */
    public record Setup(int count, double rate, double poison, long seed) {}

    public Devices(Map<String, Object> clientSettings, Setup setup, PoisonPillLedger poison) {
        this.clientSettings = clientSettings;
        this.setup = setup;
        this.poison = poison;
        this.sent = new AtomicIntegerArray(setup.count());
    }

    public void start() {
        for (int gateway = 0; gateway < GATEWAYS; gateway++) {
            int number = gateway;
            gateways.add(BackgroundTask.start("gateway-" + gateway, () -> run(number)));
        }
    }

    /** Number of sent records without poison pills. */
    public long sent() {
        return IntStream.of(sentByDevice()).asLongStream().sum();
    }

    /** Number of records that each device has sent. */
    public int[] sentByDevice() {
        return IntStream.range(0, setup.count()).map(sent::get).toArray();
    }

    /** Stops the devices and waits until the brokers have acknowledged all records. */
    public void finish() throws InterruptedException {
        stopped = true;
        for (BackgroundTask gateway : gateways) {
            gateway.join();
        }
        throwFailure();
    }

    /** Stops the devices at once; records without acknowledgement may be lost. */
    @Override
    public void close() {
        stopped = true;
        gateways.forEach(BackgroundTask::interrupt);
    }

    private void run(int gateway) {
        Random random = new Random(setup.seed() + gateway);
        RateLimiter pace = new RateLimiter(setup.rate() / GATEWAYS);
        List<Integer> own = IntStream.range(0, setup.count())
                .filter(device -> device % GATEWAYS == gateway)
                .boxed()
                .toList();
        int poisoned = gateway;
        try (Producer<byte[], byte[]> producer = producer()) {
            while (!stopped && failure.get() == null) {
                pace.await();
                int device = own.get(random.nextInt(own.size()));
                if (random.nextDouble() < setup.poison()) {
                    sendPoison(producer, device, KINDS.get(poisoned++ % KINDS.size()), random);
                } else {
                    sendRecord(producer, device);
                }
            }
            producer.flush();
        }
    }

    private void sendRecord(Producer<byte[], byte[]> producer, int device) {
        int number = sent.get(device);
        Instant now = Instant.now();
        send(
                producer,
                new ProducerRecord<>(
                        Topics.RECORDS.name(),
                        NumberedRecords.id(device).getBytes(UTF_8),
                        NumberedRecords.bytes(NumberedRecords.LAYOUT, now, NumberedRecords.row(device, number))));
        sent.incrementAndGet(device);
    }

    private void sendPoison(Producer<byte[], byte[]> producer, int device, PoisonPill kind, Random random) {
        byte @Nullable [] key =
                kind == PoisonPill.NULL_KEY ? null : NumberedRecords.id(device).getBytes(UTF_8);
        byte @Nullable [] value = kind.value(random);
        byte[] number = poison.inject(kind, key, value);
        send(
                producer,
                new ProducerRecord<>(
                        Topics.RECORDS.name(),
                        null,
                        key,
                        value,
                        List.of(new RecordHeader(PoisonPillLedger.NUMBER, number))));
    }

    private void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        // On a new topic a second batch in flight can overtake the first one, which the broker then rejects.
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("linger.ms", 5);
        settings.put("max.block.ms", NEVER_MS);
        settings.put("delivery.timeout.ms", NEVER_MS);
        settings.put("max.request.size", REQUEST_BYTES);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Does nothing unless a record could not be sent.
     *
     * @throws KafkaException if the broker refused a record
     * @throws IllegalStateException if a thread of a gateway has failed
     */
    public void throwFailure() {
        gateways.forEach(BackgroundTask::throwFailure);
        Exception exception = failure.get();
        if (exception != null) {
            throw new KafkaException("cannot send a record: " + exception.getMessage(), exception);
        }
    }
}
