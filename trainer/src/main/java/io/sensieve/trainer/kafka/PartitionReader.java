package io.sensieve.trainer.kafka;

import io.sensieve.trainer.kafka.KafkaClients.Metered;
import io.sensieve.trainer.window.OffsetSpan;
import io.sensieve.trainer.window.RecordPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads partitions of a topic from chosen offsets on, and knows when it has come to a goal. */
public final class PartitionReader implements AutoCloseable {
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(5);

    private final Metered<Consumer<byte[], byte[]>> metered;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> goal = new HashMap<>();
    private final boolean endsAtGoal;

    /** Takes a record's value. */
    public interface Sink {
        void accept(byte @Nullable [] value, RecordPosition position);
    }

    private PartitionReader(Metered<Consumer<byte[], byte[]>> metered, boolean endsAtGoal) {
        this.metered = metered;
        this.consumer = metered.client();
        this.endsAtGoal = endsAtGoal;
    }

    /** Reads all partitions from an instant on, by the records' timestamps in Kafka, and goes on for ever. */
    public static PartitionReader since(Metered<Consumer<byte[], byte[]>> metered, String topic, Instant from) {
        PartitionReader feed = new PartitionReader(metered, false);
        List<TopicPartition> partitions = partitions(feed.consumer, topic);
        feed.consumer.assign(partitions);
        feed.goal.putAll(feed.consumer.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = feed.consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = found.get(partition);
            feed.consumer.seek(partition, offset == null ? feed.goal.getOrDefault(partition, 0L) : offset.offset());
        }
        return feed;
    }

    /** Reads all that a topic holds by now. */
    public static PartitionReader all(Metered<Consumer<byte[], byte[]>> metered, String topic) {
        PartitionReader feed = new PartitionReader(metered, true);
        List<TopicPartition> partitions = partitions(feed.consumer, topic);
        feed.consumer.assign(partitions);
        feed.consumer.seekToBeginning(partitions);
        feed.goal.putAll(feed.consumer.endOffsets(partitions));
        return feed;
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Reads some partitions once more, up to where {@code other} stands. */
    public static PartitionReader again(
            Metered<Consumer<byte[], byte[]>> metered,
            String topic,
            Map<Integer, OffsetSpan> from,
            PartitionReader other) {
        PartitionReader feed = new PartitionReader(metered, true);
        from.forEach((partition, range) -> {
            TopicPartition key = new TopicPartition(topic, partition);
            feed.goal.put(key, other.consumer.position(key, POSITION_TIMEOUT));
        });
        feed.consumer.assign(feed.goal.keySet());
        from.forEach((partition, range) -> feed.consumer.seek(new TopicPartition(topic, partition), range.first()));
        return feed;
    }

    /** Hands on what has come. */
    public void poll(Duration timeout, Sink sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            long end = goal.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            if (!endsAtGoal || record.offset() < end) {
                sink.accept(record.value(), new RecordPosition(record.partition(), record.offset()));
            }
        }
        Collection<TopicPartition> reached =
                goal.keySet().stream().filter(this::hasReached).toList();
        if (endsAtGoal) {
            consumer.pause(reached);
        }
        goal.keySet().removeAll(reached);
    }

    /** Whether all that was there at its start has been handed on. */
    public boolean isCaughtUp() {
        return goal.isEmpty();
    }

    private boolean hasReached(TopicPartition partition) {
        try {
            return consumer.position(partition, POSITION_TIMEOUT) >= goal.getOrDefault(partition, 0L);
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        metered.close();
    }
}
