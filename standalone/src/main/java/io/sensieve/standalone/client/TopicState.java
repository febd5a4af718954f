package io.sensieve.standalone.client;

import static java.util.Objects.requireNonNull;

import io.sensieve.service.TopicCreator;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Compares a topic in the cluster with its definition.
 *
 * @param topic definition of the topic
 * @param partitions number of partitions; 0 if the topic is missing
 * @param policy clean-up policy; empty if the topic is missing
 */
public record TopicState(Topic<?, ?> topic, int partitions, String policy) {
    private static final long POLL_MS = 100;

    /** Reads the state of all topics. */
    public static List<TopicState> read(Map<String, Object> clientSettings) throws InterruptedException {
        return readCreated(clientSettings, Duration.ZERO);
    }

    /** Reads all topics until none is missing or {@code patience} is over, because brokers learn of new topics late. */
    public static List<TopicState> readCreated(Map<String, Object> clientSettings, Duration patience)
            throws InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            long end = System.nanoTime() + patience.toNanos();
            List<TopicState> states = all(admin);
            while (states.stream().anyMatch(state -> state.partitions() == 0) && System.nanoTime() < end) {
                Thread.sleep(POLL_MS);
                states = all(admin);
            }
            return states;
        } catch (KafkaException e) {
            throw TopicCreator.unreachable(clientSettings, e);
        }
    }

    private static List<TopicState> all(Admin admin) throws InterruptedException {
        List<TopicState> states = new ArrayList<>();
        for (Topic<?, ?> topic : Topics.all()) {
            states.add(read(admin, topic));
        }
        return states;
    }

    private static TopicState read(Admin admin, Topic<?, ?> topic) throws InterruptedException {
        String name = topic.name();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            TopicDescription description = requireNonNull(
                    get(admin.describeTopics(List.of(name)).allTopicNames()).get(name));
            Config settings = requireNonNull(
                    get(admin.describeConfigs(List.of(resource)).all()).get(resource));
            String policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
            return new TopicState(topic, description.partitions().size(), policy);
        } catch (UnknownTopicOrPartitionException e) {
            return new TopicState(topic, 0, "");
        }
    }

    /** What is wrong with the topic, and the remedy; empty if nothing is. */
    public Optional<String> problem() {
        String expected = topic.cleanupPolicy().value();
        if (partitions == 0) {
            return Optional.of("missing; --create creates it");
        }
        return policy.equals(expected)
                ? Optional.empty()
                : Optional.of("cleanup.policy must be " + expected + "; alter the topic");
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
