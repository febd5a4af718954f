package io.sensieve.trainer.kafka;

import io.sensieve.topic.EndOffsets;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.trainer.window.RecordPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Follows all partitions of a topic, and reports when it has read the records that the topic had at its start. */
public final class PartitionReader implements AutoCloseable {
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(5);

    private final Metered<Consumer<byte[], byte[]>> metered;
    private final Consumer<byte[], byte[]> consumer;
    private final EndOffsets startEnds;

    /** Receives the value of a record. */
    public interface Sink {
        /** Takes a value; null is a tombstone. */
        void accept(byte @Nullable [] value, RecordPosition position);
    }

    private PartitionReader(Metered<Consumer<byte[], byte[]>> metered, EndOffsets startEnds) {
        this.metered = metered;
        this.consumer = metered.client();
        this.startEnds = startEnds;
    }

    /**
     * Reads all partitions from the first record whose timestamp in Kafka is {@code from} or later, but at least the
     * last {@code leastRecords} of each partition.
     */
    public static PartitionReader since(
            Metered<Consumer<byte[], byte[]>> metered, Topic<?, ?> topic, Instant from, int leastRecords) {
        Consumer<byte[], byte[]> consumer = metered.client();
        List<TopicPartition> partitions = TopicScan.partitions(consumer, List.of(topic));
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = found.get(partition);
            long end = ends.getOrDefault(partition, 0L);
            long last = Math.max(beginnings.getOrDefault(partition, 0L), end - leastRecords);
            consumer.seek(partition, Math.min(offset == null ? end : offset.offset(), last));
        }
        return new PartitionReader(metered, EndOffsets.of(consumer, ends));
    }

    /** Polls once and passes the records to {@code sink}. */
    public void poll(Duration timeout, Sink sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            sink.accept(
                    record.value(),
                    new RecordPosition(record.partition(), record.offset(), Arrays.hashCode(record.key())));
        }
    }

    /** Returns whether all records that the topic had at the start have been passed on. */
    public boolean isCaughtUp() {
        return startEnds.areReached();
    }

    /** Returns the offset of the next record of a partition. */
    long position(TopicPartition partition) {
        return consumer.position(partition, POSITION_TIMEOUT);
    }

    @Override
    public void close() {
        metered.close();
    }
}
