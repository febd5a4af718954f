package io.sensieve.benchmarks.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.benchmarks.Benchmarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TablesCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldRejectAFileWithoutLabelsBeforeTheFirstRun() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("plain.csv"), "a,b,c\n" + "1,2,3\n4,5,6\n".repeat(20));
        StringWriter err = new StringWriter();
        CommandLine line = Benchmarks.commandLine().setErr(new PrintWriter(err));

        // When
        int code = line.execute(
                "tables",
                "--data",
                "plain=" + file,
                "--k",
                "plain=1",
                "--seeds",
                "1",
                "--out",
                folder.resolve("t.md").toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("--data plain=" + file + " is unfit for classification", "no column 'label'", "--tasks");
        assertThat(folder.toFile().list()).containsExactly("plain.csv");
    }
}
