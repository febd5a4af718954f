package io.sensieve.testing;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Runs one Kafka node in a container during a test. Nodes cannot be added or stopped. */
final class DockerBroker implements KafkaCluster {
    private final KafkaContainer container;

    /** @param settings broker settings */
    DockerBroker(DockerImageName image, Map<String, String> settings) {
        container = new KafkaContainer(image);
        settings.forEach((name, value) -> container.withEnv(variable(name), value));
    }

    /** Name of the image's environment variable: {@code log.dirs} is {@code KAFKA_LOG_DIRS}. */
    static String variable(String setting) {
        return "KAFKA_"
                + setting.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void close() {
        container.stop();
    }

    @Override
    public String getBootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public Map<String, Object> getKafkaClientConfiguration() {
        return Map.of("bootstrap.servers", getBootstrapServers());
    }

    @Override
    public int getNumOfBrokers() {
        return 1;
    }

    @Override
    public Set<Integer> getStoppedBrokers() {
        return Set.of();
    }

    @Override
    public String getClusterId() {
        throw onlyInTheJvm();
    }

    @Override
    public String getBootstrapControllers() {
        throw onlyInTheJvm();
    }

    @Override
    public int addBroker() {
        throw onlyInTheJvm();
    }

    @Override
    public void removeBroker(int node) {
        throw onlyInTheJvm();
    }

    @Override
    public void stopNodes(IntPredicate nodes, TerminationStyle style) {
        throw onlyInTheJvm();
    }

    @Override
    public void startNodes(IntPredicate nodes) {
        throw onlyInTheJvm();
    }

    @Override
    public Map<String, Object> getKafkaClientConfiguration(String user, String password) {
        throw onlyInTheJvm();
    }

    @Override
    public Map<String, Object> getControllerAdminClientConfiguration() {
        throw onlyInTheJvm();
    }

    private static UnsupportedOperationException onlyInTheJvm() {
        return new UnsupportedOperationException(
                "the broker in Docker cannot do this; run with -D" + BrokerChoice.PROPERTY + "=embedded");
    }
}
