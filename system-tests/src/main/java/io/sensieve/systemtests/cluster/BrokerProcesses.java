package io.sensieve.systemtests.cluster;

import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/** Runs three brokers as processes. Every topic has three replicas and a write needs two, so that one may be killed. */
public final class BrokerProcesses implements AutoCloseable {
    public static final int COUNT = 3;

    private static final int HEAP_MIB = 320;
    private static final Duration START = Duration.ofMinutes(2);

    private final JavaProcesses processes;
    private final Path folder;
    private final String clusterId = Uuid.randomUuid().toString();
    private final List<EmbeddedBroker.Node> nodes;
    private final List<Process> running = new ArrayList<>();
    private final Admin admin;

    /** Starts the brokers and creates all topics. */
    public BrokerProcesses(JavaProcesses processes, Path folder) throws InterruptedException {
        this.processes = processes;
        this.folder = folder;
        List<Integer> ports = Ports.free(2 * COUNT);
        nodes = IntStream.range(0, COUNT)
                .mapToObj(i -> new EmbeddedBroker.Node(i + 1, ports.get(2 * i), ports.get(2 * i + 1)))
                .toList();
        IntStream.range(0, COUNT).forEach(number -> running.add(process(number)));
        admin = Admin.create(clientSettings());
        Waiting.await("all brokers", () -> registered() == COUNT, START);
        TopicCreator.ensure(admin, Topics.all(), true);
    }

    /** Settings of a Kafka client. */
    public Map<String, Object> clientSettings() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    public String bootstrapServers() {
        return nodes.stream().map(EmbeddedBroker.Node::bootstrapServer).collect(Collectors.joining(","));
    }

    /** Kills a broker with SIGKILL. */
    public void kill(int number) throws InterruptedException {
        running.get(number).destroyForcibly().waitFor();
    }

    /** Restarts a broker with its folder. */
    public void restart(int number) {
        running.set(number, process(number));
    }

    boolean isAlive(int number) {
        return running.get(number).isAlive();
    }

    /** Number of the broker that leads a partition of {@code sensor.records}; empty without a leader. */
    public Optional<Integer> leader(int partition) throws InterruptedException {
        return topics().stream()
                .filter(topic -> topic.name().equals(Topics.RECORDS.name()))
                .map(topic -> topic.partitions().get(partition).leader())
                .filter(Objects::nonNull)
                .map(leader -> leader.id() - 1)
                .findFirst();
    }

    /** Number of partitions that a broker leads, including those of internal topics. */
    public long countLedPartitions(int number) throws InterruptedException {
        return topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition ->
                        partition.leader() != null && partition.leader().id() == number + 1)
                .count();
    }

    /** Whether every partition has all its replicas in sync, so that one broker may be killed. */
    public boolean areAllInSync() throws InterruptedException {
        List<TopicDescription> topics = topics();
        return !topics.isEmpty()
                && topics.stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.isr().size() == COUNT);
    }

    /** Whether a consumer group has committed offsets of {@code sensor.records}. */
    public boolean hasCommitted(String group) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .anyMatch(entry -> entry.getKey().topic().equals(Topics.RECORDS.name())
                            && entry.getValue() != null
                            && entry.getValue().offset() > 0);
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Closes the client; the processes end with {@link JavaProcesses}. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private List<TopicDescription> topics() throws InterruptedException {
        try {
            return List.copyOf(admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get())
                    .allTopicNames()
                    .get()
                    .values());
        } catch (ExecutionException e) {
            return List.of();
        }
    }

    private int registered() throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    private Process process(int number) {
        String name = "broker-" + (number + 1);
        return processes.start(
                name, HEAP_MIB, BrokerMain.class, BrokerMain.arguments(folder.resolve(name), clusterId, number, nodes));
    }
}
