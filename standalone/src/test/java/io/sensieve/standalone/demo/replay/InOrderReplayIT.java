package io.sensieve.standalone.demo.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays a file with a planted shift on a real broker. */
@NullUnmarked
class InOrderReplayIT {
    private static final int ROWS = 3_000;
    private static final int CHANGED = 1_800;

    @Test
    void shouldDetectTheShiftOfTheFileWhenRowsArePlayedInOrder(@TempDir Path folder) throws Exception {
        // Given
        Path file = PlantedFile.writeChanging(folder.resolve("planted.csv"), ROWS, 24, CHANGED, 7);

        // When
        Cli cli = Cli.run("demo", "--data", file.toString(), "--in-order", "--k", "6", "--epochs", "40", "--json");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.out());
        assertThat(summary.path("records_in").asInt()).isEqualTo(ROWS);
        assertThat(summary.path("reconstructed").asInt()).isEqualTo(ROWS);
        assertThat(summary.path("window_rows").asInt()).isEqualTo(ROWS / 5);
        assertThat(summary.path("first_drift_row").asInt()).isBetween(CHANGED, CHANGED + 600);
        assertThat(summary.path("versions").path(0).path("trigger").asText()).isEqualTo("first-window");
        assertThat(summary.path("versions").path(1).path("trigger").asText()).isEqualTo("drift");
        assertThat(cli.err()).contains("rows ").contains("attributed to: ").contains("retrain requested by DRIFT");
    }
}
