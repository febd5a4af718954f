package io.sensieve.trainer.publish;

import io.sensieve.topic.EndOffsets;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.trainer.kafka.Metered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads compacted topics into a {@link SelectionDirectory}, from their beginning, and follows them. */
public final class SelectionTopicReader implements AutoCloseable {
    private final Metered<Consumer<byte[], byte[]>> metered;
    private final SelectionDirectory directory;
    private final EndOffsets startEnds;

    /** Assigns all partitions of {@code topics} to the consumer, from their beginning. */
    public SelectionTopicReader(
            Metered<Consumer<byte[], byte[]>> metered,
            SelectionDirectory directory,
            Collection<? extends Topic<?, ?>> topics) {
        this.metered = metered;
        this.directory = directory;
        List<TopicPartition> partitions = TopicScan.partitions(metered.client(), topics);
        metered.client().assign(partitions);
        metered.client().seekToBeginning(partitions);
        this.startEnds = EndOffsets.of(metered.client());
    }

    /** Polls once, applies the records to the directory and returns whether there were any. */
    public boolean poll(Duration timeout) {
        boolean any = false;
        for (ConsumerRecord<byte[], byte[]> record : metered.client().poll(timeout)) {
            byte[] key = record.key();
            directory.apply(
                    record.topic(), key == null ? null : new String(key, StandardCharsets.UTF_8), record.value());
            any = true;
        }
        return any;
    }

    /** Returns whether all records that the topics held at the start have been applied. */
    public boolean isCaughtUp() {
        return startEnds.areReached();
    }

    @Override
    public void close() {
        metered.close();
    }
}
