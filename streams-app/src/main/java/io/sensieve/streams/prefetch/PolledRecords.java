package io.sensieve.streams.prefetch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What the consumers of a process have handed to Kafka Streams and its tasks have not reached yet, for each partition
 * of one topic. Only a look ahead: whoever uses it must get along without. Thread-safe.
 */
public final class PolledRecords {
    private final String topic;
    private final Map<Integer, PolledPartition> partitions = new ConcurrentHashMap<>();

    /** @param topic records of others are left out */
    public PolledRecords(String topic) {
        this.topic = topic;
    }

    /** Takes what a poll has brought. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            if (partition.topic().equals(topic)) {
                partition(partition.partition()).add(polled.records(partition));
            }
        }
    }

    /** Those of one partition. */
    public PolledPartition partition(int partition) {
        return partitions.computeIfAbsent(partition, none -> new PolledPartition());
    }
}
