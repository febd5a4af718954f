package sensieve.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensieve.model.ModelFile;
import sensieve.standalone.Cli;
import sensieve.standalone.PlantedFile;

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
        assertThat(result.path("method").asText()).isEqualTo("ip-cae");
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
    void shouldNameTheNumbersWhenKIsAboveTheChannels() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 50, 6, 3);

        // When
        Cli cli = Cli.run("train", "--data", file.toString(), "--k", "7");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("7", "6");
    }
}
