package io.sensieve.streams.prefetch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds the records of one topic that the consumers of a process have polled and its tasks have not processed yet. A
 * record may be absent, so that users must work without it too. Thread-safe.
 */
public final class PolledRecords {
    private final String topic;
    private final Map<Integer, PolledPartition> partitions = new ConcurrentHashMap<>();

    /** @param topic the only topic whose records are held */
    public PolledRecords(String topic) {
        this.topic = topic;
    }

    /** Adds the records of a poll. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            if (partition.topic().equals(topic)) {
                partition(partition.partition()).add(polled.records(partition));
            }
        }
    }

    /** Returns the polled records of one partition. */
    public PolledPartition partition(int partition) {
        return partitions.computeIfAbsent(partition, key -> new PolledPartition());
    }
}
