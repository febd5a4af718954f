package io.sensieve.benchmarks.streams;

import io.sensieve.ReducedRecord;
import io.sensieve.benchmarks.common.BackgroundTask;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A reader of {@code sensor.reduced}, committed records only, from its end on: notes when each record of a workload is
 * there for it. What it noted is to be asked for when it is closed.
 */
final class OutputObserver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofMillis(20);

    private final Workload workload;
    private final TopicReader reader;
    private final BackgroundTask task;
    private final AtomicInteger count = new AtomicInteger();
    private final Seen[] seen;
    private volatile boolean closing;

    /**
     * A record as the reader has it.
     *
     * @param nanos when it was handed over, on the clock of {@link System#nanoTime}
     * @param millis its timestamp: of its appending where the topic says so
     * @param version of the selection that made it
     */
    record Seen(long nanos, long millis, int partition, int version) {}

    /** Starts to read. */
    OutputObserver(BenchmarkCluster cluster, Workload workload) {
        this.workload = workload;
        seen = new Seen[workload.count()];
        reader = new TopicReader(cluster.clientSettings());
        reader.assign(Topics.REDUCED);
        reader.seekToEnd();
        task = BackgroundTask.start("output-observer", this::read);
    }

    /**
     * Waits until it has every record of the workload.
     *
     * @throws IllegalStateException if one comes twice or was never sent, or nothing comes for a minute
     */
    void awaitAll() {
        int last = 0;
        long since = System.nanoTime();
        while (last < seen.length) {
            task.throwFailure();
            int now = count.get();
            if (now > last) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IllegalStateException(last + " of " + seen.length + " records have come out, and none for "
                        + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        task.throwFailure();
    }

    /** Record i; all have come. */
    Seen seen(int record) {
        return seen[record];
    }

    @Override
    public void close() {
        closing = true;
        task.joinQuietly();
        reader.close();
    }

    private void read() {
        while (!closing) {
            reader.poll(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        long now = System.nanoTime();
        ReducedRecord reduced = Topics.REDUCED.valueSerde().deserializer().deserialize(record.topic(), record.value());
        long index = workload.recordAt(reduced.getTimestamp().toEpochMilli());
        if (index < 0 || index >= seen.length) {
            throw new IllegalStateException("an output of time " + reduced.getTimestamp() + ", which no record has");
        }
        if (seen[(int) index] != null) {
            throw new IllegalStateException("two outputs of record " + index);
        }
        seen[(int) index] = new Seen(now, record.timestamp(), record.partition(), reduced.getSelectionVersion());
        count.incrementAndGet();
    }
}
