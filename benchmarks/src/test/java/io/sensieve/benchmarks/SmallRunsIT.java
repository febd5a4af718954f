package io.sensieve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs commands on small inputs; each command checks that every record has exactly one output. */
class SmallRunsIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldReportTimeAndAllocationWhenTheCodecsAreMeasured() {
        // When
        int code = run("jmh Codec --d 24 --k 4 --forks 1 --iterations 1");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("\\| CodecBenchmark\\.stockAvro \\| 24 \\| [1-9]\\d* \\| \\S+ \\| [1-9]\\d* \\|")
                .containsPattern("\\| CodecBenchmark\\.sensieve \\| 24 \\| [1-9]\\d* \\| \\S+ \\| [1-9]\\d* \\|")
                .contains("D = 24: the codec is ");
    }

    @Test
    void shouldReportSwitchTimesWhenAVersionIsPublished() {
        // When
        int code = run("switching --switches 1 --rate 300 --channels 24 --k 4 --devices 5 --partitions 2");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("1,800 in all")
                .containsPattern("first record of the new version \\| -?\\d+ \\| -?\\d+ \\| -?\\d+ \\|")
                .containsPattern("around switches \\| [1-9]\\d* \\| ");
    }

    @Test
    void shouldReportHeapAndResidentMemoryWhenTheAppIsASeparateProcess() {
        // When
        int code = run("heap --heap 128m --records 40000 --channels 24 --k 4 --devices 20 --layouts 2 --partitions 2");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("peak heap in use \\| [1-9]\\d* \\|")
                .containsPattern("peak resident \\| [1-9]\\d* \\|");
    }

    private int run(String command) {
        CommandLine line = Benchmarks.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(command.split(" ", -1));
    }
}
