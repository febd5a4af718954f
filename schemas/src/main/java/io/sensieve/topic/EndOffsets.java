package io.sensieve.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Tracks which partitions a consumer has not yet read up to their end offsets of one moment. For a consumer of
 * committed records, the end offset is the last stable offset. Not thread-safe, as the consumer.
 */
public final class EndOffsets {
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, Long> unreached;

    private EndOffsets(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.unreached = new HashMap<>(ends);
    }

    /** Asks the brokers for the present end offsets of the consumer's assigned partitions. */
    public static EndOffsets of(Consumer<?, ?> consumer) {
        return new EndOffsets(consumer, consumer.endOffsets(consumer.assignment()));
    }

    /** Tracks given end offsets, of partitions that are assigned to the consumer. */
    public static EndOffsets of(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return new EndOffsets(consumer, ends);
    }

    /** Whether the consumer's position has reached the end offset of every partition, now or before. */
    public boolean areReached() {
        removeReached((partition, end) -> {});
        return unreached.isEmpty();
    }

    /** Whether a record's offset is before the end offset of a partition that is not reached yet. */
    boolean isBefore(TopicPartition partition, long offset) {
        Long end = unreached.get(partition);
        return end != null && offset < end;
    }

    /** Stops tracking the partitions that are reached, and hands each over with its end offset. */
    void removeReached(BiConsumer<TopicPartition, Long> reached) {
        for (TopicPartition partition : Set.copyOf(unreached.keySet())) {
            long end = unreached.getOrDefault(partition, 0L);
            if (position(partition) >= end) {
                unreached.remove(partition);
                reached.accept(partition, end);
            }
        }
    }

    /** How many offsets the consumer has yet to pass; an unknown position counts as the start of the partition. */
    long remaining() {
        return unreached.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - position(end.getKey())))
                .sum();
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition, POSITION_TIMEOUT);
        } catch (TimeoutException e) {
            return 0;
        }
    }
}
