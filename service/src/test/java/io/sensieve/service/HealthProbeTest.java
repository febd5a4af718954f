package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthProbeTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldEndWithZeroOnlyWhileTheServiceIsReady() {
        // Given
        var problem = new Optional<?>[] {Optional.empty()};
        List<HealthCheck> ready = List.of(new HealthCheck("state", () -> problem[0].map(String::valueOf)));
        String address;
        try (HttpEndpoint endpoint = new HttpEndpoint("127.0.0.1", 0, () -> "", List.of(), ready)) {
            address = endpoint.uri() + "/health/ready";

            // When / Then
            assertThat(probe(address)).isZero();
            problem[0] = Optional.of("REBALANCING");
            assertThat(probe(address)).isEqualTo(1);
            assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\"UP\"", "REBALANCING");
        }
        assertThat(probe(address)).isEqualTo(1);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains(address + " does not answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "file:///etc/hostname", "http://127.0.0.1:1/a http://127.0.0.1:1/b"})
    void shouldEndWithTwoWhenTheAddressIsNone(String arguments) {
        assertThat(probe(arguments.split(" "))).isEqualTo(2);
    }

    private int probe(String... arguments) {
        return HealthProbe.run(arguments, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }
}
