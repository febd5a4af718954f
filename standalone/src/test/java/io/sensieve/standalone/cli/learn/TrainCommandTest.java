package io.sensieve.standalone.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.model.ModelFile;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintOneObjectAndWriteTheModelWhenDataIsGood() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 400, 16, 3);
        Path out = folder.resolve("out");

        // When
        Cli cli = Cli.run(
                "train", "--data", file.toString(), "--k", "4", "--epochs", "40", "--json", "--out", out.toString());

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(cli.out());
        assertThat(result.path("method").asText()).isEqualTo("css");
        assertThat(result.path("k").asInt()).isEqualTo(4);
        assertThat(result.path("channels")).hasSize(4);
        assertThat(result.path("names")).hasSize(4);
        assertThat(result.path("unique_percentage").asDouble()).isEqualTo(100);
        assertThat(result.path("seed").asInt()).isEqualTo(11);
        assertThat(result.path("epochs").asInt()).isEqualTo(40);
        assertThat(result.path("train_seconds").asDouble()).isPositive();
        assertThat(result.path("test_error").asDouble())
                .isPositive()
                .isLessThan(result.path("predict_mean_error").asDouble() / 2);
        ModelFile model = ModelFile.parse(Files.readAllBytes(out.resolve("model.safetensors")));
        assertThat(model.channels()).hasSize(4);
        assertThat(Files.readString(out.resolve("selection.json"))).contains("\"names\"");
        assertThat(cli.err()).contains("epoch   10 of");
    }

    @Test
    void shouldPrintTheAccuracyWhenTheTaskIsClassification() throws IOException {
        // Given
        Path file = PlantedFile.writeLabelled(folder.resolve("labelled.csv"), 400, 3);
        Path out = folder.resolve("out");

        // When
        Cli cli = Cli.run(
                "train",
                "-d",
                file.toString(),
                "-k",
                "2",
                "--task",
                "classification",
                "--epochs",
                "30",
                "-D",
                "train.decoder.epochs=5",
                "--json",
                "--out",
                out.toString());

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(cli.out());
        assertThat(result.path("task").asText()).isEqualTo("classification");
        assertThat(result.path("channels")).contains(new ObjectMapper().readTree("4"));
        assertThat(result.path("accuracy").asDouble()).isBetween(0.85, 1.0);
        assertThat(result.path("test_error").isNull()).isTrue();
        assertThat(result.path("classes").toString()).isEqualTo("[\"high\",\"low\"]");
        assertThat(result.path("settings").path("decoder.epochs").asText()).isEqualTo("5");
        assertThat(ModelFile.parse(Files.readAllBytes(out.resolve("model.safetensors")))
                        .classifier())
                .isTrue();
    }

    @Test
    void shouldUseTheSettingsOfThePaperWhenThePresetIsPaper() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 100, 6, 3);

        // When
        Cli cli = Cli.run(
                "train",
                "-d",
                file.toString(),
                "-k",
                "2",
                "--preset",
                "paper",
                "--epochs",
                "2",
                "-Dtrain.bias=false",
                "--json");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode settings = new ObjectMapper().readTree(cli.out()).path("settings");
        assertThat(settings.path("noise").asText()).isEqualTo("record");
        assertThat(settings.path("skip").asText()).isEqualTo("false");
        assertThat(settings.path("bias").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-D train.noise=loud | Invalid value loud for train.noise: must be one of: batch, record",
                "-D train.nois=batch | Unknown setting train.nois = batch; did you mean train.noise?",
                "-D train.k=3 | Setting train.k is set twice",
                "--epochs 5 -D train.epochs=6 | Setting train.epochs is set twice",
                "--task ranking | Invalid value ranking for --task: must be one of: reconstruction, classification",
                "--preset best | Invalid value best for --preset: must be one of: default, paper",
                "--task classification | no column 'label'",
                "--seed x | Invalid value x for --seed: must be a whole number",
                "--epochs 0 | Invalid value 0 for --epochs: must be a whole number from 1 to 100000",
                "-D train.noise | Value for option '-D' (train.x=V) should be in KEY=VALUE format but was train.noise",
                "--method magic | Invalid value for option '--method': 'magic' must be one of: ip-cae, cae, css"
            })
    void shouldNameTheMistakeWhenAnOptionIsWrong(String options, String message) throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 50, 6, 3);
        List<String> arguments = new ArrayList<>(List.of("train", "-d", file.toString(), "-k", "2"));
        arguments.addAll(List.of(options.split(" ")));

        // When
        Cli cli = Cli.run(arguments.toArray(String[]::new));

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,c;1,2,3;4,x,6 | line 3, column 'b': 'x' must be a finite number",
                "label,a,b;u,1,2;,3,4 | line 3, column 'label': is empty",
                "label,a,b;u,1,2;u,3,4;u,5,6;u,7,8 | Data file has 4 rows, too few to split"
            })
    void shouldNameLineAndColumnWhenACellIsWrong(String lines, String message) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("data.csv"), lines.replace(';', '\n') + "\n");

        // When
        Cli cli = Cli.run(
                "train",
                "-d",
                file.toString(),
                "-k",
                "1",
                "--task",
                lines.startsWith("label") ? "classification" : "reconstruction");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
    }

    @Test
    void shouldSayThatNoChannelCanBeSelectedWhenAllAreConstant() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("data.csv"), "a,b\n" + "1,2\n".repeat(30));

        // When
        Cli cli = Cli.run(
                "train",
                "-d",
                file.toString(),
                "-k",
                "1",
                "--out",
                folder.resolve("out").toString());

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("no channel can be selected", "2 are constant or empty");
        assertThat(folder).isDirectoryNotContaining("glob:**{out,part}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "2,x"})
    void shouldNameTheOptionWhenKIsInvalid(String k) {
        // When
        Cli cli = Cli.run("train", "-d", "none.csv", "-k", k);

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains("Invalid value " + k.replace("2,", "") + " for --k: must be a whole number of at least 1")
                .doesNotContain("train.k");
    }

    @Test
    void shouldNameBothNumbersWhenRowsAreFewerThanK() throws IOException {
        // Given: 13 train rows
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 20, 16, 3);

        // When
        Cli cli = Cli.run("train", "-d", file.toString(), "-k", "14");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("k = 14, but there are only 13 train rows");
    }

    @Test
    void shouldNameBothNumbersWhenKExceedsTheChannels() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 50, 6, 3);

        // When
        Cli cli = Cli.run("train", "--data", file.toString(), "--k", "7");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("7", "6");
    }
}
