package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** Ends a JVM of its own as an operating system does. */
class ShutdownTest {
    private static final int SIGTERM_EXIT = 128 + 15;
    private static final int PIECES_OF_WORK = 20_000;

    @Test
    void shouldCloseTheServiceBeforeTheProcessEndsWhenItIsTerminated() throws Exception {
        // Given
        Process process = start("waits");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("started");

            // When
            process.toHandle().destroy();

            // Then: the hook closes, then the runner
            assertThat(output.lines().toList()).containsExactly("closing", "closed", "asked again");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldFinishClosingWhenItIsTerminatedMeanwhile() throws Exception {
        // Given
        Process process = start("closes-slowly");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("started");
            assertThat(output.readLine()).isEqualTo("closing");

            // When
            process.toHandle().destroy();

            // Then
            List<String> lines = output.lines().toList();
            assertThat(lines)
                    .hasSize(2 + PIECES_OF_WORK)
                    .startsWith("asked again")
                    .endsWith("closed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldCloseTheServiceOnceWhenItEndsByItself() throws Exception {
        // Given
        Process process = start("ends");

        // When
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();

            // Then: a hook left behind would ask again
            assertThat(lines).containsExactly("started", "closing", "closed");
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
            ServiceRunner runner = new ServiceRunner(
                    "test", CommonSettings.define(new ConfigDef(), 0), settings -> new PrintingService(arguments[0]));
            int code = runner.run(
                    new String[] {"-Dkafka.bootstrap.servers=localhost:9092"}, Map.of(), System.out, System.err);
            System.exit(code);
        }
    }

    /** Prints each call. */
    private static final class PrintingService implements Service {
        private final CountDownLatch end;
        private final CountDownLatch closedAgain;
        private final AtomicBoolean closing = new AtomicBoolean();

        PrintingService(String mode) {
            end = new CountDownLatch(mode.equals("waits") ? 1 : 0);
            closedAgain = new CountDownLatch(mode.equals("closes-slowly") ? 1 : 0);
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void start() {
            System.out.println("started");
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            end.await();
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void close() {
            if (closing.getAndSet(true)) {
                System.out.println("asked again");
                closedAgain.countDown();
                return;
            }
            System.out.println("closing");
            if (closedAgain.getCount() > 0) {
                workUntilTheEnd();
            }
            System.out.println("closed");
            end.countDown();
        }

        @SuppressWarnings("SystemOut")
        private void workUntilTheEnd() {
            try {
                closedAgain.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int i = 0; i < PIECES_OF_WORK; i++) {
                System.out.println("working");
            }
        }
    }
}
