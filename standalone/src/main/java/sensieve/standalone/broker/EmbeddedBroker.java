package sensieve.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real Kafka broker and controller (KRaft) in this JVM, on free loopback ports, with its log in a given folder. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Formats the folder and starts the broker; returns when clients can connect.
     *
     * @param folder empty folder for its log
     */
    public static EmbeddedBroker start(Path folder) {
        int[] ports = freePorts();
        int brokerPort = ports[0];
        int controllerPort = ports[1];
        Properties properties = new Properties();
        properties.putAll(java.util.Map.ofEntries(
                entry("process.roles", "broker,controller"),
                entry("node.id", "1"),
                entry("log.dirs", folder.toString()),
                entry(
                        "listeners",
                        "BROKER://" + HOST + ":" + brokerPort + ",CONTROLLER://" + HOST + ":" + controllerPort),
                entry("advertised.listeners", "BROKER://" + HOST + ":" + brokerPort),
                entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                entry("inter.broker.listener.name", "BROKER"),
                entry("controller.listener.names", "CONTROLLER"),
                entry("controller.quorum.voters", "1@" + HOST + ":" + controllerPort),
                entry("offsets.topic.replication.factor", "1"),
                entry("offsets.topic.num.partitions", "4"),
                entry("transaction.state.log.replication.factor", "1"),
                entry("transaction.state.log.min.isr", "1"),
                entry("transaction.state.log.num.partitions", "4"),
                entry("share.coordinator.state.topic.replication.factor", "1"),
                entry("share.coordinator.state.topic.min.isr", "1"),
                entry("group.initial.rebalance.delay.ms", "0"),
                entry("auto.create.topics.enable", "false"),
                entry("log.cleaner.dedupe.buffer.size", "4194304"),
                entry("log.flush.interval.messages", Long.toString(Long.MAX_VALUE))));
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .addDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the folder " + folder + " cannot be prepared for the broker", e);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, HOST + ":" + brokerPort);
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

    private static java.util.Map.Entry<String, String> entry(String key, String value) {
        return java.util.Map.entry(key, value);
    }

    /** Both are held at once, so that they differ. */
    private static int[] freePorts() {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
