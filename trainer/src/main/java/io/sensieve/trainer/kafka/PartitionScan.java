package io.sensieve.trainer.kafka;

import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.trainer.kafka.PartitionReader.Sink;
import io.sensieve.trainer.window.OffsetSpan;
import io.sensieve.trainer.window.RecordPosition;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions of a topic up to given offsets, one poll at a time. Owns its consumer. */
public final class PartitionScan implements AutoCloseable {
    private final Metered<Consumer<byte[], byte[]>> metered;
    private final TopicScan<byte[], byte[]> scan;

    private PartitionScan(Metered<Consumer<byte[], byte[]>> metered, TopicScan<byte[], byte[]> scan) {
        this.metered = metered;
        this.scan = scan;
    }

    /** Reads all records that a topic has at present. */
    public static PartitionScan all(Metered<Consumer<byte[], byte[]>> metered, Topic<?, ?> topic) {
        return new PartitionScan(metered, TopicScan.ofTopics(metered.client(), List.of(topic)));
    }

    /**
     * Reads partitions once more, up to the present positions of {@code reader}.
     *
     * @param from by partition; reading starts at the first offset of each span
     */
    public static PartitionScan upTo(
            PartitionReader reader,
            Metered<Consumer<byte[], byte[]>> metered,
            Topic<?, ?> topic,
            Map<Integer, OffsetSpan> from) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        from.forEach((number, range) -> {
            TopicPartition partition = new TopicPartition(topic.name(), number);
            starts.put(partition, range.first());
            ends.put(partition, reader.position(partition));
        });
        return new PartitionScan(metered, TopicScan.between(metered.client(), starts, ends));
    }

    /** Polls once and passes the records to {@code sink}. */
    public void poll(Duration timeout, Sink sink) {
        scan.poll(
                timeout,
                record -> sink.accept(
                        record.value(),
                        new RecordPosition(record.partition(), record.offset(), Arrays.hashCode(record.key()))));
    }

    /** Returns whether all records up to the end offsets have been passed on. */
    public boolean isComplete() {
        return scan.isComplete();
    }

    @Override
    public void close() {
        metered.close();
    }
}
