package io.sensieve.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of a scenario at times that are fixed in advance (open loop): a stall does not postpone the times
 * of later records, so that every delayed record counts as late.
 */
final class OpenLoopSender {
    private final Scenario scenario;
    private final double perSecond;
    private final long[] acknowledged;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long start;

    OpenLoopSender(Scenario scenario, double perSecond) {
        this.scenario = scenario;
        this.perSecond = perSecond;
        this.acknowledged = new long[scenario.workload().count()];
    }

    /**
     * Sends all records; returns after the broker has acknowledged them.
     *
     * @throws KafkaException if a record could not be sent
     */
    void run() {
        Map<String, Object> settings = new HashMap<>(scenario.cluster().clientSettings());
        // On a new topic a second batch in flight can overtake the first one, which the broker then rejects for ever.
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("linger.ms", 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            start = System.nanoTime();
            for (int i = 0; i < acknowledged.length && failure.get() == null; i++) {
                ProducerRecord<byte[], byte[]> record = record(i);
                awaitDue(i);
                send(producer, record, i);
            }
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("a record could not be sent: " + failed.getMessage(), failed);
        }
    }

    /** Scheduled time of a record, as {@link System#nanoTime}. */
    long due(int record) {
        return start + (long) (record / perSecond * TimeUnit.SECONDS.toNanos(1));
    }

    /** Time of the acknowledgement of a record, as {@link System#nanoTime}. */
    long acknowledged(int record) {
        return acknowledged[record];
    }

    private ProducerRecord<byte[], byte[]> record(int record) {
        Workload workload = scenario.workload();
        return new ProducerRecord<>(
                Topics.RECORDS.name(),
                null,
                workload.time(record).toEpochMilli(),
                workload.device(record).getBytes(UTF_8),
                scenario.recordBytes(record));
    }

    private void awaitDue(int record) {
        long wait = due(record) - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = due(record) - System.nanoTime();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, int index) {
        var unused = producer.send(record, (metadata, exception) -> {
            acknowledged[index] = System.nanoTime();
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }
}
