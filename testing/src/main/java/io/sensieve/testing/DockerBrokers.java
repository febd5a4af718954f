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
 * Gives tests a {@link DockerBroker} where {@link BrokerChoice} says so and one broker will do. The JUnit extension
 * asks every way to get a broker that it finds on the class path, and takes the quickest of those that can do what a
 * test wants: this one, which says that it takes no time, or else the one in the JVM.
 */
public final class DockerBrokers implements KafkaClusterProvisioningStrategy {
    private static final boolean WANTED = BrokerChoice.ofProperty().isDocker(BrokerChoice::holdsImage);

    @Override
    public boolean supportsAnnotation(Annotation constraint) {
        return constraint instanceof BrokerConfig
                || constraint instanceof BrokerConfig.List
                || (constraint instanceof BrokerCluster cluster && cluster.numBrokers() == 1);
    }

    @Override
    public boolean supportsType(Class<? extends KafkaCluster> type) {
        return WANTED && type.isAssignableFrom(DockerBroker.class);
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
