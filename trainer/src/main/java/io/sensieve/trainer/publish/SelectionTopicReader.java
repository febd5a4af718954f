package io.sensieve.trainer.publish;

import io.sensieve.topic.EndOffsets;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.trainer.kafka.KafkaClients.Metered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the compacted topics into a {@link SelectionDirectory}: first what is there, then what comes. */
public final class SelectionTopicReader implements AutoCloseable {
    private final Metered<Consumer<byte[], byte[]>> metered;
    private final SelectionDirectory directory;
    private final EndOffsets startEnds;

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

    /** Takes what has come; the result says whether anything had. */
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

    /** Whether all that was there at the start has been taken. */
    public boolean isCaughtUp() {
        return startEnds.areReached();
    }

    @Override
    public void close() {
        metered.close();
    }
}
