package io.sensieve.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Runs a Kafka broker and controller (KRaft) in this JVM, on loopback ports, with its log in a given folder. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int MAX_REPLICAS = 3;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** A node of a cluster, which is both broker and controller. */
    public record Node(int id, int brokerPort, int controllerPort) {
        /** Host and port for clients. */
        public String bootstrapServer() {
            return HOST + ":" + brokerPort;
        }
    }

    /**
     * Formats the folder and starts a cluster of one node on free ports; returns when clients can connect.
     *
     * @param folder empty folder for its log
     */
    public static EmbeddedBroker start(Path folder) {
        return start(folder, Map.of(), List.of());
    }

    /**
     * Starts a broker as {@link #start(Path)} does, with additional settings and users.
     *
     * @param settings broker settings, which override the defaults; the listener for clients is {@code BROKER}
     * @param scramUsers users as {@code SCRAM-SHA-512=[name=...,password=...]}
     */
    public static EmbeddedBroker start(Path folder, Map<String, String> settings, List<String> scramUsers) {
        int[] ports = freePorts();
        Node node = new Node(1, ports[0], ports[1]);
        return start(folder, Uuid.randomUuid().toString(), node, List.of(node), settings, scramUsers);
    }

    /**
     * Starts a node of a cluster; returns when clients can connect, for which a majority of the nodes must run. A topic
     * has one replica per node, at most 3, and stays writable without one of them.
     *
     * @param folder folder of the log; empty, or as the node left it when it ended or was killed
     * @param clusterId the same for all nodes
     * @param cluster all nodes, {@code node} among them
     */
    public static EmbeddedBroker start(Path folder, String clusterId, Node node, List<Node> cluster) {
        return start(folder, clusterId, node, cluster, Map.of(), List.of());
    }

    private static EmbeddedBroker start(
            Path folder,
            String clusterId,
            Node node,
            List<Node> cluster,
            Map<String, String> settings,
            List<String> scramUsers) {
        format(folder, clusterId, node, scramUsers);
        Properties properties = properties(folder, node, cluster);
        properties.putAll(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, node.bootstrapServer());
    }

    private static Properties properties(Path folder, Node node, List<Node> cluster) {
        String replicas = Integer.toString(Math.min(MAX_REPLICAS, cluster.size()));
        String inSync = Integer.toString(Math.max(1, Math.min(MAX_REPLICAS, cluster.size()) - 1));
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                entry("process.roles", "broker,controller"),
                entry("node.id", Integer.toString(node.id())),
                entry("log.dirs", folder.toString()),
                entry(
                        "listeners",
                        "BROKER://" + node.bootstrapServer() + ",CONTROLLER://" + HOST + ":" + node.controllerPort()),
                entry("advertised.listeners", "BROKER://" + node.bootstrapServer()),
                entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                entry("inter.broker.listener.name", "BROKER"),
                entry("controller.listener.names", "CONTROLLER"),
                entry(
                        "controller.quorum.voters",
                        cluster.stream()
                                .map(voter -> voter.id() + "@" + HOST + ":" + voter.controllerPort())
                                .collect(Collectors.joining(","))),
                entry("default.replication.factor", replicas),
                entry("min.insync.replicas", inSync),
                entry("offsets.topic.replication.factor", replicas),
                entry("offsets.topic.num.partitions", "4"),
                entry("transaction.state.log.replication.factor", replicas),
                entry("transaction.state.log.min.isr", inSync),
                entry("transaction.state.log.num.partitions", "4"),
                entry("share.coordinator.state.topic.replication.factor", replicas),
                entry("share.coordinator.state.topic.min.isr", inSync),
                entry("group.initial.rebalance.delay.ms", "0"),
                entry("auto.create.topics.enable", "false"),
                entry("log.cleaner.dedupe.buffer.size", "4194304"),
                entry("log.flush.interval.messages", Long.toString(Long.MAX_VALUE))));
        return properties;
    }

    private static void format(Path folder, String clusterId, Node node, List<String> scramUsers) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(clusterId)
                    .setNodeId(node.id())
                    .addDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setScramArguments(scramUsers)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("folder " + folder + " cannot be formatted for the broker", e);
        }
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }

    /** Opens both sockets at once, so that the ports differ. */
    private static int[] freePorts() {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
