package io.sensieve.standalone.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the tests of the alerts with {@code promtool}; skipped without it. */
class RulesTest {
    @Test
    void shouldPassTheirTestsWhenPromtoolIsInstalled() throws Exception {
        // Given
        Optional<Path> promtool = Grafana.program("promtool");
        assumeTrue(promtool.isPresent(), "skipped: there is no promtool on the path, so the alerts' tests do not run");

        // When
        Run check = run(promtool.orElseThrow(), "check", "rules", files("rules"));
        Run test = run(promtool.orElseThrow(), "test", "rules", files("tests"));

        // Then
        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(test.exitCode()).as(test.output()).isZero();
    }

    @Test
    void shouldHaveATestForEachAlertWhenThereAreRules() throws IOException {
        // When
        StringBuilder tests = new StringBuilder();
        for (String file : files("tests")) {
            tests.append(Files.readString(Path.of(file)));
        }

        // Then
        assertThat(Grafana.alerts())
                .extracting(alert -> alert.path("alert").asText())
                .allSatisfy(name -> assertThat(tests).contains(name));
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Path program, String verb, String what, List<String> files) throws Exception {
        List<String> command = new ArrayList<>(Arrays.asList(program.toString(), verb, what));
        command.addAll(files);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static List<String> files(String folder) {
        try (Stream<Path> files =
                Files.list(Grafana.FOLDER.resolve("prometheus").resolve(folder))) {
            return files.map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
