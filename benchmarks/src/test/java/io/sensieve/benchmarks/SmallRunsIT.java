package io.sensieve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands on worlds so small that they end in seconds; each checks by itself that every record came out once. */
class SmallRunsIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldTellTimeAndAllocationWhenPartsAreMeasured() {
        // When
        int code = run("jmh Codec --d 24 --k 4 --forks 1 --iterations 1");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("\\| Codec\\.ordinary \\| 24 \\| [1-9]\\d* \\| \\S+ \\| [1-9]\\d* \\|")
                .containsPattern("\\| Codec\\.ours \\| 24 \\| [1-9]\\d* \\| \\S+ \\| [1-9]\\d* \\|")
                .contains("D = 24: the codec alone is ");
    }

    @Test
    void shouldTellTheTimesOfASwitchWhenAVersionIsPublished() {
        // When
        int code = run("switching --switches 1 --rate 300 --channels 24 --k 4 --devices 5 --partitions 2");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("1,800 in all")
                .containsPattern("first record by the new version \\| -?\\d+ \\| -?\\d+ \\| -?\\d+ \\|")
                .containsPattern("around the switches \\| [1-9]\\d* \\| ");
    }

    @Test
    void shouldTellHeapAndResidentMemoryWhenTheAppIsAProcessOfItsOwn() {
        // When
        int code = run("heap --heap 128m --records 40000 --channels 24 --k 4 --devices 20 --layouts 2 --partitions 2");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("most heap in use \\| [1-9]\\d* \\|")
                .containsPattern("most resident \\| [1-9]\\d* \\|");
    }

    private int run(String command) {
        CommandLine line = Benchmarks.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(command.split(" ", -1));
    }
}
