package io.sensieve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "auto, true, true",
        "auto, false, false",
        "docker, false, true",
        "docker, true, true",
        "embedded, true, false"
    })
    void shouldChooseAsThePropertySays(String value, boolean hasImage, boolean docker) {
        // When / Then
        assertThat(BrokerChoice.of(value).isDocker(() -> hasImage)).isEqualTo(docker);
    }

    @Test
    void shouldNamePropertyAndValuesWhenTheValueIsNone() {
        // When / Then
        assertThatThrownBy(() -> BrokerChoice.of("podman"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("podman for sensieve.it.broker: must be one of auto, docker, embedded");
    }

    @ParameterizedTest
    @CsvSource({
        "log.dirs, KAFKA_LOG_DIRS",
        "transaction.abort.timed.out.transaction.cleanup.interval.ms,"
                + " KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS",
        "listener.name.a_b-c.x, KAFKA_LISTENER_NAME_A__B___C_X"
    })
    void shouldNameTheVariableThatTheImageReads(String setting, String variable) {
        // When / Then
        assertThat(DockerBroker.variable(setting)).isEqualTo(variable);
    }

    @Test
    void shouldTakeASingleBrokerWithItsSettingsAndLeaveSeveralToTheJvm() throws Exception {
        // Given
        Parameter[] parameters = BrokerChoiceTest.class
                .getDeclaredMethod("asks", Object.class, Object.class, Object.class)
                .getParameters();
        DockerBrokers brokers = new DockerBrokers();

        // When / Then
        assertThat(parameters[0].getAnnotations()).allMatch(brokers::supportsAnnotation);
        assertThat(parameters[1].getAnnotations()).allMatch(brokers::supportsAnnotation);
        assertThat(parameters[2].getAnnotations()).noneMatch(brokers::supportsAnnotation);
        assertThat(DockerBrokers.settings(List.of(parameters[0].getAnnotations())))
                .isEqualTo(Map.of("a", "1"));
        assertThat(DockerBrokers.settings(List.of(parameters[1].getAnnotations())))
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @SuppressWarnings("unused") // for its annotations
    private static void asks(
            @BrokerCluster(numBrokers = 1) @BrokerConfig(name = "a", value = "1") Object one,
            @BrokerConfig(name = "a", value = "1") @BrokerConfig(name = "b", value = "2") Object two,
            @BrokerCluster(numBrokers = 3) Object three) {}
}
