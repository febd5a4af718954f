package io.sensieve.testing;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.KafkaClusterProvisioningStrategy;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/**
 * Provides tests with a {@link DockerBroker} if {@link BrokerChoice} selects Docker and one broker is enough. The JUnit
 * extension uses the strategy on the class path with the shortest estimated time that supports the test's annotations.
 * This strategy estimates zero, so that the extension prefers it to the broker in the JVM.
 */
public final class DockerBrokers implements KafkaClusterProvisioningStrategy {
    private static final boolean DOCKER = BrokerChoice.ofProperty().isDocker(BrokerChoice::hasImage);

    @Override
    public boolean supportsAnnotation(Annotation constraint) {
        return constraint instanceof BrokerConfig
                || constraint instanceof BrokerConfig.List
                || (constraint instanceof BrokerCluster cluster && cluster.numBrokers() == 1);
    }

    @Override
    public boolean supportsType(Class<? extends KafkaCluster> type) {
        return DOCKER && type.isAssignableFrom(DockerBroker.class);
    }

    @Override
    public Duration estimatedProvisioningTimeMs(
            List<Annotation> constraints, Class<? extends KafkaCluster> declarationType) {
        return Duration.ZERO;
    }

    @Override
    public KafkaCluster create(
            List<Annotation> constraints, Class<? extends KafkaCluster> declarationType, TestInfo test) {
        return new DockerBroker(BrokerChoice.image(), settings(constraints));
    }

    static Map<String, String> settings(List<Annotation> constraints) {
        Map<String, String> settings = new TreeMap<>();
        constraints.stream()
                .flatMap(constraint -> constraint instanceof BrokerConfig.List list
                        ? Arrays.stream(list.value())
                        : constraint instanceof BrokerConfig one ? Stream.of(one) : Stream.empty())
                .forEach(config -> settings.put(config.name(), config.value()));
        return settings;
    }
}
