package io.sensieve.standalone.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintAnObjectPerMethodWhenJsonIsRequested() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 300, 24, 3);

        // When
        Cli cli = Cli.run(
                "compare",
                "-d",
                file.toString(),
                "-k",
                "4",
                "--methods",
                "qr,random",
                "--seeds",
                "2",
                "--epochs",
                "20",
                "--json");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        List<JsonNode> lines = cli.out().lines().map(CompareCommandTest::parse).toList();
        assertThat(lines).extracting(line -> line.path("method").asText()).containsExactly("qr", "random");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("test_errors")).hasSize(2);
            assertThat(line.path("test_error").asDouble()).isPositive();
        });
        assertThat(lines.get(1).path("test_error_sd").asDouble())
                .as("other seeds draw other channels")
                .isPositive();
    }

    @Test
    void shouldPrintATableWhenJsonIsNotRequested() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 200, 12, 3);

        // When
        Cli cli = Cli.run("compare", "-d", file.toString(), "-k", "4", "--methods", "qr", "--epochs", "5");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out().lines().toList()).hasSize(2);
        assertThat(cli.out()).contains("test error", "qr", "±");
    }

    @Test
    void shouldShowAccuracyWhenTheTaskIsClassification() throws IOException {
        // Given
        Path file = PlantedFile.writeLabelled(folder.resolve("labelled.csv"), 200, 3);
        String[] arguments = {
            "compare",
            "-d",
            file.toString(),
            "-k",
            "2",
            "--methods",
            "random",
            "--task",
            "classification",
            "--epochs",
            "2",
            "-D",
            "train.decoder.epochs=1"
        };

        // When
        Cli table = Cli.run(arguments);
        Cli json = Cli.run(
                java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.stream.Stream.of("--json"))
                        .toArray(String[]::new));

        // Then
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("test accuracy", "% ±").doesNotContain("test error");
        assertThat(parse(json.out()).path("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(parse(json.out()).path("accuracies")).hasSize(1);
        assertThat(parse(json.out()).path("test_error").isNull()).isTrue();
    }

    @Test
    void shouldRefuseWhenSeveralKAreGiven() {
        // When
        Cli cli = Cli.run("compare", "-d", "x.csv", "-k", "4,5");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("Invalid value 4,5 for --k: compare accepts a single K");
    }

    @Test
    void shouldWarnWhenASettingHasNoEffectOnTheMethod() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 200, 12, 3);

        // When
        Cli cli = Cli.run("train", "-d", file.toString(), "-k", "4", "--method", "qr", "-D", "train.lambda=training");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.err()).contains("warning: train.lambda has an effect only with stg, not with qr");
    }

    @Test
    void shouldRefuseWhenTheSeedIsSetTwice() {
        // When
        Cli cli = Cli.run("compare", "-d", "x.csv", "-k", "4", "-D", "train.seed=5");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("Setting train.seed is set twice");
    }

    @Test
    void shouldNameTheMethodsWhenOneIsUnknown() {
        // When
        Cli cli = Cli.run("compare", "-d", "x.csv", "-k", "4", "--methods", "qr,magic");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("magic", "ip-cae", "random");
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
