package io.sensieve.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topics or partitions from given offsets to the end offsets at the start of the scan, and no further. Records
 * that are appended during the scan stay unread: after the scan, the consumer's positions are those end offsets.
 *
 * <p>The consumer must have {@code isolation.level=read_committed} and {@code auto.offset.reset=earliest}. It belongs
 * to the caller, who closes it. Memory is bounded by what one poll returns. Not thread-safe.
 */
public final class TopicScan<K, V> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(1);

    private final Consumer<K, V> consumer;
    private final EndOffsets ends;
    private final Duration stallTimeout;
    private final List<TopicPartition> paused = new ArrayList<>();

    TopicScan(Consumer<K, V> consumer, EndOffsets ends, Duration stallTimeout) {
        this.consumer = consumer;
        this.ends = ends;
        this.stallTimeout = stallTimeout;
    }

    /** Scans all partitions of some topics from their first offsets; assigns the partitions to the consumer. */
    public static <K, V> TopicScan<K, V> ofTopics(Consumer<K, V> consumer, Collection<? extends Topic<?, ?>> topics) {
        List<TopicPartition> partitions = partitions(consumer, topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return ofAssigned(consumer);
    }

    /** Scans the partitions that are assigned to the consumer, from its positions. */
    public static <K, V> TopicScan<K, V> ofAssigned(Consumer<K, V> consumer) {
        return new TopicScan<>(consumer, EndOffsets.of(consumer), STALL_TIMEOUT);
    }

    /**
     * Scans partitions between offsets; assigns the partitions to the consumer.
     *
     * @param from offset of the first record of each partition
     * @param to offset after the last record, of the same partitions
     */
    public static <K, V> TopicScan<K, V> between(
            Consumer<K, V> consumer, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        if (!from.keySet().equals(to.keySet())) {
            throw new IllegalArgumentException("from has the partitions " + from.keySet() + ", to has " + to.keySet());
        }
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        return new TopicScan<>(consumer, EndOffsets.of(consumer, to), STALL_TIMEOUT);
    }

    /** The partitions that the topics have on the brokers; none for a topic that does not exist. */
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, Collection<? extends Topic<?, ?>> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Whether all records up to the end offsets have been handed over. */
    public boolean isComplete() {
        ends.removeReached(this::pause);
        boolean complete = ends.areReached();
        if (complete) {
            consumer.resume(paused);
            paused.clear();
        }
        return complete;
    }

    /** Rewinds what a poll has read too far, so that a later reader of the consumer finds it. */
    private void pause(TopicPartition partition, long end) {
        if (consumer.position(partition) > end) {
            consumer.seek(partition, end);
        }
        consumer.pause(List.of(partition));
        paused.add(partition);
    }

    /**
     * Hands over the records of one poll. A partition that reaches its end offset is paused until the scan is complete.
     *
     * @param timeout how long to wait for a first record
     */
    public void poll(Duration timeout, java.util.function.Consumer<? super ConsumerRecord<K, V>> action) {
        ConsumerRecords<K, V> records = consumer.poll(timeout);
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<K, V> record : records.records(partition)) {
                if (ends.isBefore(partition, record.offset())) {
                    action.accept(record);
                }
            }
        }
        ends.removeReached(this::pause);
    }

    /**
     * Hands over all records, and returns when the scan is complete.
     *
     * @throws TimeoutException if the scan makes no progress for a minute
     */
    public void forEach(java.util.function.Consumer<? super ConsumerRecord<K, V>> action) {
        long remaining = Long.MAX_VALUE;
        long progressAt = System.nanoTime();
        while (!isComplete()) {
            long now = System.nanoTime();
            if (ends.remaining() < remaining) {
                remaining = ends.remaining();
                progressAt = now;
            } else if (now - progressAt >= stallTimeout.toNanos()) {
                throw new TimeoutException("No record arrived for " + stallTimeout.toSeconds() + " s, with " + remaining
                        + " offsets left to read; check that the brokers are reachable");
            }
            poll(POLL, action);
        }
    }
}
