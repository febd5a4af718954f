package sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * Ends a JVM of its own as an operating system does. Every call of close is seen: the shutdown hook makes one and waits
 * until the runner has made the other; a service that ends by itself is closed once, for the hook is gone by then.
 */
class ShutdownTest {
    private static final int SIGTERM_EXIT = 128 + 15;

    @Test
    void shouldCloseTheServiceBeforeTheProcessEndsWhenItIsTerminated() throws Exception {
        // Given
        Process process = start("wait");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("started");

            // When
            process.toHandle().destroy();

            // Then
            assertThat(output.lines().toList()).containsExactly("closing", "closed", "ended", "closing");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldCloseTheServiceOnceWhenItEndsByItself() throws Exception {
        // Given
        Process process = start("end");

        // When
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();

            // Then
            assertThat(lines).containsExactly("started", "ended", "closing", "closed");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ServiceRunner.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String mode) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A service's process. */
    static final class Main {
        private Main() {}

        @SuppressWarnings("SystemOut") // the test reads it
        public static void main(String[] arguments) {
            CountDownLatch asked = new CountDownLatch(arguments[0].equals("end") ? 0 : 1);
            ServiceRunner runner = new ServiceRunner(
                    "test", CommonSettings.define(new ConfigDef(), 0), settings -> new Waiting(asked));
            int code = runner.run(
                    new String[] {"-Dkafka.bootstrap.servers=localhost:9092"}, Map.of(), System.out, System.err);
            System.exit(code);
        }
    }

    private static final class Waiting implements Service {
        private final CountDownLatch asked;
        private boolean closed;

        Waiting(CountDownLatch asked) {
            this.asked = asked;
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void start() {
            System.out.println("started");
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void awaitEnd() throws InterruptedException {
            asked.await();
            synchronized (this) {
                System.out.println("ended");
            }
        }

        @Override
        @SuppressWarnings("SystemOut")
        public synchronized void close() {
            System.out.println("closing");
            if (!closed) {
                closed = true;
                asked.countDown();
                System.out.println("closed");
            }
        }
    }
}
