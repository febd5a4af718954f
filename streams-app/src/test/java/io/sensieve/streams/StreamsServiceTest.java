package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class StreamsServiceTest {
    private static final String APPLICATION = "fails-late";

    @TempDir
    Path state;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldCloseEverythingWhenThePortIsInUse() throws Exception {
        // Given
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings("http.port", Integer.toString(occupied.getLocalPort()));

            // When, Then
            assertThatThrownBy(() -> StreamsService.create(settings, registry))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("http.port");
        }
        assertThat(registry.isClosed()).isTrue();
        assertThat(threads()).isEmpty();
        assertThat(kafkaMeters()).isEmpty();
    }

    @Test
    void shouldCloseEverythingWhenASettingOfTheClientsIsInvalid() throws Exception {
        // Given
        Settings settings = settings("kafka.commit.interval.ms", "soon");

        // When, Then
        assertThatThrownBy(() -> StreamsService.create(settings, registry))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("commit.interval.ms");
        assertThat(registry.isClosed()).isTrue();
        assertThat(threads()).isEmpty();
        assertThat(kafkaMeters()).isEmpty();
    }

    private Settings settings(String key, String value) {
        return Settings.of(
                StreamsSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers",
                        "127.0.0.1:9",
                        "application.id",
                        APPLICATION,
                        "state.dir",
                        state.toString(),
                        key,
                        value));
    }

    /** Returns the live threads of the service. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(APPLICATION) || name.equals("kafka-meters") || name.equals("prefetch"))
                .collect(Collectors.toSet());
    }

    /** Returns the meters that Kafka's clients register with JMX. */
    private static Set<ObjectName> kafkaMeters() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null).stream()
                .filter(name -> name.toString().contains(APPLICATION))
                .collect(Collectors.toSet());
    }
}
