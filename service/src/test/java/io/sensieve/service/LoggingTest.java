package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Starts a JVM of its own, for Logback reads its configuration once. */
class LoggingTest {
    @Test
    void shouldLogAnObjectALineWhenJsonIsAskedFor() throws Exception {
        // When
        List<String> lines = run("json");

        // Then
        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines.get(0));
        assertThat(event.path("level").asText()).isEqualTo("INFO");
        assertThat(event.path("message").asText()).isEqualTo("service starts");
        assertThat(event.path("mdc").path("layout").asText()).isEqualTo("press");
        assertThat(event.path("kvpList").findValue("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(event.path("kvpList").findValue("changed").asText())
                .isEqualTo("{http.port=0, kafka.bootstrap.servers=here:9092, kafka.sasl.jaas.config=[hidden]}");
    }

    @Test
    void shouldLogALineOfTextWhenNothingIsAskedFor() throws Exception {
        assertThat(run("text"))
                .singleElement()
                .asString()
                .contains("INFO", "service starts", "service=\"test\"", " layout=press")
                .doesNotContain("hunter2");
    }

    private static List<String> run(String format) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().put(Logging.FORMAT, format);
        builder.environment().remove("SENSIEVE_LOG_LEVEL");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            List<String> lines =
                    process.errorReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A service that ends at once. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            Logging.configure();
            MDC.put("layout", "press");
            ServiceRunner runner =
                    new ServiceRunner("test", CommonSettings.define(new ConfigDef(), 8080), settings -> new Nothing());
            System.exit(runner.run(
                    new String[] {
                        "-Dkafka.bootstrap.servers=here:9092", "-Dhttp.port=0", "-Dkafka.sasl.jaas.config=hunter2"
                    },
                    Map.of(),
                    System.out,
                    System.err));
        }
    }

    private static final class Nothing implements Service {
        @Override
        public void start() {}

        @Override
        public void awaitEnd() {}

        @Override
        public void close() {}
    }
}
