package io.sensieve.topic;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serde;

/**
 * A Kafka topic with its serdes and the settings that it is created with.
 *
 * @param name name in the cluster
 * @param keySerde serde of the keys
 * @param valueSerde serde of the values, in single-object encoding
 * @param partitions number of partitions
 * @param cleanupPolicy cleanup policy
 * @param settings further topic settings, such as {@code max.message.bytes}
 */
public record Topic<K, V>(
        String name,
        Serde<K> keySerde,
        Serde<V> valueSerde,
        int partitions,
        CleanupPolicy cleanupPolicy,
        Map<String, String> settings) {

    public Topic {
        settings = Map.copyOf(settings);
    }

    /** Creates the request to create this topic, with the broker's default replication factor. */
    public NewTopic toNewTopic() {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("cleanup.policy", cleanupPolicy.value());
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(all);
    }
}
