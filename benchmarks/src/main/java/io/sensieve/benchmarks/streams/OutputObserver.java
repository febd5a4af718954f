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
 * Reads {@code sensor.reduced} from its end, committed records only, and keeps the arrival time of each record of a
 * workload. Close the observer before calling {@link #seen}.
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
     * An observed output.
     *
     * @param nanos arrival at the reader, as {@link System#nanoTime}
     * @param millis timestamp of the record in milliseconds
     * @param partition partition of the record
     * @param version version of the selection that projected the record
     */
    record Seen(long nanos, long millis, int partition, int version) {}

    /** Starts the reader. */
    OutputObserver(BenchmarkCluster cluster, Workload workload) {
        this.workload = workload;
        seen = new Seen[workload.count()];
        reader = new TopicReader(cluster.clientSettings());
        reader.assign(Topics.REDUCED);
        reader.seekToEnd();
        task = BackgroundTask.start("output-observer", this::read);
    }

    /**
     * Waits for the outputs of all records.
     *
     * @throws IllegalStateException if an output is duplicate or unknown, or if none arrives for a minute
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
                throw new IllegalStateException(last + " of " + seen.length
                        + " records have an output, and none was added for " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        task.throwFailure();
    }

    /** The output of a record. */
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
            throw new IllegalStateException("no record with the timestamp " + reduced.getTimestamp() + " was sent");
        }
        if (seen[(int) index] != null) {
            throw new IllegalStateException("two outputs of record " + index);
        }
        seen[(int) index] = new Seen(now, record.timestamp(), record.partition(), reduced.getSelectionVersion());
        count.incrementAndGet();
    }
}
