package io.sensieve.benchmarks.workload;

import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.topic.CleanupPolicy;
import io.sensieve.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Runs a broker in this JVM; its files are in a temporary folder that {@link #close} deletes. */
public final class BenchmarkCluster implements AutoCloseable {
    private static final Duration TOPICS_EVERY = Duration.ofMillis(10);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Admin admin;

    /** Starts the broker. */
    public BenchmarkCluster() {
        try {
            folder = Files.createTempDirectory("sensieve-benchmark-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        admin = Admin.create(clientSettings());
    }

    /** Settings of a Kafka client. */
    public Map<String, Object> clientSettings() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Address of the broker. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** A folder next to that of the broker. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** Creates topics as the services do; the record topics get the given number of partitions. */
    public void create(Collection<Topic<?, ?>> topics, int partitions) {
        await(admin.createTopics(topics.stream()
                        .map(topic -> creation(topic, partitions))
                        .toList())
                .all());
        Set<String> names = topics.stream().map(Topic::name).collect(Collectors.toSet());
        awaitTopics(present -> present.containsAll(names));
    }

    private static NewTopic creation(Topic<?, ?> topic, int partitions) {
        NewTopic usual = topic.toNewTopic();
        return topic.cleanupPolicy() == CleanupPolicy.DELETE && topic.partitions() > 1
                ? new NewTopic(topic.name(), Optional.of(partitions), Optional.empty()).configs(usual.configs())
                : usual;
    }

    /** Deletes the topics whose names match. */
    public void delete(Predicate<String> names) {
        await(admin.deleteTopics(
                        await(admin.listTopics().names()).stream().filter(names).toList())
                .all());
        awaitTopics(present -> present.stream().noneMatch(names));
    }

    /** Waits for the broker: the controller answers before the broker has the new metadata. */
    private void awaitTopics(Predicate<Set<String>> holds) {
        while (!holds.test(await(admin.listTopics().names()))) {
            LockSupport.parkNanos(TOPICS_EVERY.toNanos());
        }
    }

    /** Sets the position of an inactive consumer group to the end of a topic. */
    public void skip(String group, Topic<?, ?> topic, int partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        ends(topic, partitions)
                .forEach((partition, end) -> positions.put(partition, new OffsetAndMetadata(end.offset())));
        await(admin.alterConsumerGroupOffsets(group, positions).all());
    }

    /** Makes the broker stamp new records of a topic with the time of the append. */
    public void stampAppends(Topic<?, ?> topic) {
        await(admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("message.timestamp.type", "LogAppendTime"), AlterConfigOp.OpType.SET))))
                .all());
    }

    /** Sum of the committed offsets of a consumer group in a topic; 0 before the group exists. */
    public long committed(String group, Topic<?, ?> topic) {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(position -> position.getKey().topic().equals(topic.name()) && position.getValue() != null)
                    .mapToLong(position -> position.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new KafkaException("cannot read the offsets of group " + group + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sum of the end offsets of a topic, which count its records and the markers of transactions. */
    public long written(Topic<?, ?> topic, int partitions) {
        return ends(topic, partitions).values().stream().collect(Collectors.summingLong(ListOffsetsResultInfo::offset));
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(Topic<?, ?> topic, int partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            latest.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
        }
        return await(admin.listOffsets(latest).all());
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException("the broker rejected the request: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
