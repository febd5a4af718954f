package io.sensieve.topic;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serde;

/**
 * A topic of the contract.
 *
 * @param name its name in the cluster
 * @param keySerde how keys are written
 * @param valueSerde how values are written
 * @param partitions how many it is created with
 * @param cleanupPolicy what is kept
 * @param settings further topic settings it is created with
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

    /** What creates this topic, with the broker's default replication factor. */
    public NewTopic creation() {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("cleanup.policy", cleanupPolicy.value());
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(all);
    }
}
