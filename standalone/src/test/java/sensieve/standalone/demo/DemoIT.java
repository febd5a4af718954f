package sensieve.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensieve.standalone.Cli;
import sensieve.standalone.PlantedFile;

/** The whole loop on a real broker: trainer and app meet on topics, the world changes, a new selection takes over. */
class DemoIT {
    @TempDir
    private Path folder;

    @Test
    void shouldSelectNoticeDriftAndRecoverWhenWorldChanges() throws IOException {
        // Given
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 1500, 24, 7);

        // When
        Cli cli = Cli.run("demo", "--data", file.toString(), "--k", "6", "--epochs", "40", "--json");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.out());
        assertThat(summary.path("records_in").asLong())
                .isPositive()
                .isEqualTo(summary.path("reduced").asLong()
                        + summary.path("dead_letters").asLong());
        assertThat(summary.path("reconstructed").asLong())
                .isEqualTo(summary.path("reduced").asLong());
        assertThat(summary.path("dead_letters").asLong()).isEqualTo(5);
        assertThat(summary.path("first_version").asInt()).isEqualTo(1);
        assertThat(summary.path("last_version").asInt()).isEqualTo(2);
        assertThat(summary.path("error_drifted").asDouble())
                .isGreaterThan(summary.path("error_before").asDouble());
        assertThat(summary.path("error_after").asDouble())
                .isLessThan(summary.path("error_drifted").asDouble());
        assertThat(summary.path("blamed_channels")).isNotEmpty();
        assertThat(summary.path("seconds").asDouble()).isPositive();
    }
}
