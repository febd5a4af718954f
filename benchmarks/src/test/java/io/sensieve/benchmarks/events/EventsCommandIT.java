package io.sensieve.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.benchmarks.Benchmarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EventsCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldServeVersion1WithoutAnEventAndAnotherVersionAfterAChangeOfUnit() throws IOException {
        // When
        Path json = folder.resolve("rows.jsonl");
        int code = run("events --plants d12-iid --events none,unit-all --seeds 1 --records 1200 --json " + json);

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("\\| d12-iid \\| none \\| 1 \\| - \\| 0 \\| 0 \\| 0 \\| - \\|.*\\| 1\\.0\\d \\|")
                .containsPattern("\\| d12-iid \\| unit-all \\| 1 \\| \\d+ \\| [1-9] \\| 0 \\| 0 \\| - \\|");
        assertThat(Files.readAllLines(json)).hasSize(2);
    }

    @Test
    void shouldPlayAFileInItsOrder() throws IOException {
        // Given
        StringBuilder text = new StringBuilder("a,b,c,d,e,f\n");
        Supplier<float[]> source = new PlantedPlant(6, 2, 0, 1).open(EventStream.Use.PLAYED, 1);
        for (int r = 0; r < 1_500; r++) {
            float[] row = source.get();
            for (int c = 0; c < row.length; c++) {
                text.append(c == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", row[c]));
            }
            text.append('\n');
        }
        Path file = Files.writeString(folder.resolve("steady.csv"), text);

        // When
        int code = run("events --case " + file + " --k 2 --learnt 200 --onset 400");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).containsPattern("\\| case \\| steady \\| 1 \\| - \\| 0 \\| 0 \\| 0 \\| - \\| - \\|");
    }

    @Test
    void shouldRejectAPlantWithAnotherName() {
        // When
        int code = run("events --plants d12 --events none");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("Invalid value d12 for --plants");
    }

    private int run(String command) {
        CommandLine line = Benchmarks.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(command.split(" ", -1));
    }
}
