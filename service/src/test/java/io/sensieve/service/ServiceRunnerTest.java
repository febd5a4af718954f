package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRunnerTest {
    private static final String BROKER = "-Dkafka.bootstrap.servers=localhost:9092";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Recording service = new Recording();

    @Test
    void shouldStartWaitAndCloseWhenTheServiceEnds() {
        // When
        int code = run(settings -> service, BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.OK);
        assertThat(service.calls).containsExactly("start", "awaitEnd", "close");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldHandTheSettingsOverWhenTheyAreGood() {
        // Given
        List<Integer> ports = new ArrayList<>();

        // When
        int code = run(
                settings -> {
                    ports.add(settings.getInt("http.port"));
                    return service;
                },
                BROKER,
                "-D",
                "http.port=81");

        // Then
        assertThat(code).isEqualTo(ServiceRunner.OK);
        assertThat(ports).containsExactly(81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shouldListEverySettingWhenAskedForHelp(String option) {
        // When
        int code = run(settings -> service, option);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: sensieve test")
                .contains(CommonSettings.define(new ConfigDef(), 0).names())
                .contains("kafka.bootstrap.servers is required");
        assertThat(service.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--verbose",
                "http.port=1",
                "--config",
                "--config=",
                "--config=none.properties",
                "--config=\0",
                "-D",
                "-Dhttp.port",
                "-D=1",
                "-Dhttp.port=70000",
                "-Dhttp.prot=1"
            })
    void shouldEndWith2AndOneLineWhenTheCommandLineIsWrong(String argument) {
        // When
        int code = run(settings -> service, BROKER, argument);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("sensieve test: ");
        assertThat(service.calls).isEmpty();
    }

    @Test
    void shouldEndWith1AndTheCauseWhenTheServiceFails() {
        // Given
        service.failure = new ExecutionException("task ended", new IllegalStateException("disk full\nat last"));

        // When
        int code = run(settings -> service, BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "sensieve test: failed: task ended: java.lang.IllegalStateException: disk full at last");
        assertThat(service.calls).containsExactly("start", "awaitEnd", "close");
    }

    @Test
    void shouldEndWith2WhenTheServiceRefusesASettingLater() {
        // Given
        service.failure = new SettingException("Topics x do not exist");

        // When
        int code = run(settings -> service, BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Topics x do not exist");
        assertThat(service.calls).endsWith("close");
    }

    @Test
    void shouldEndWith1WhenTheServiceCannotBeMade() {
        // When
        int code = run(
                settings -> {
                    throw new UnsupportedOperationException();
                },
                BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot start: java.lang.UnsupportedOperationException");
    }

    @Test
    void shouldEndWith2WhenTheLogFormatIsUnknown() {
        // When
        int code = run(Map.of("SENSIEVE_LOG_FORMAT", "xml"), settings -> service, BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "sensieve test: Invalid value xml for SENSIEVE_LOG_FORMAT: must be text or json");
    }

    @Test
    void shouldEndWith1AndTheCauseWhenTheServiceEndsByAnError() {
        // Given
        service.error = new NoClassDefFoundError("org/example/Missing");

        // When
        int code = run(settings -> service, BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "sensieve test: failed: java.lang.NoClassDefFoundError: org/example/Missing");
        assertThat(service.calls).containsExactly("start", "awaitEnd", "close");
    }

    @Test
    void shouldEndWith1WhenTheServiceCannotBeMadeForAnError() {
        // When
        int code = run(
                settings -> {
                    throw new ExceptionInInitializerError("no native library");
                },
                BROKER);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot start: java.lang.ExceptionInInitializerError: no native library");
    }

    private int run(Function<Settings, Service> create, String... arguments) {
        return run(Map.of(), create, arguments);
    }

    private int run(Map<String, String> environment, Function<Settings, Service> create, String... arguments) {
        ConfigDef definition = CommonSettings.define(new ConfigDef(), 0);
        return new ServiceRunner("test", definition, create)
                .run(
                        arguments,
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static final class Recording implements Service {
        private final List<String> calls = new ArrayList<>();
        private @Nullable Exception failure;
        private @Nullable Error error;

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public void awaitEnd() throws Exception {
            calls.add("awaitEnd");
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
