package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.benchmarks.Benchmarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the drift commands on small data files. */
class DriftCommandsIT {
    private static final int CHANNELS = 24;
    private static final int FACTORS = 3;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldReportTheDelayOfAnAbruptDriftAndNoFalseAlarm() throws IOException {
        // When
        int code = run(
                "drift --data small=" + dataFile(2_000, 1) + " --k 4 --epochs 3 --seeds 2 --kinds abrupt,dead-selected"
                        + " --after 1500 --stable 2 --stable-records 3000");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("\\| abrupt \\| verdict \\| [1-9]\\d* \\| [1-9]\\d* \\| 0 of 2 \\| 0 \\|")
                .containsPattern("\\| dead-selected \\| error ratio \\| ")
                .containsPattern("\\| verdict \\| 0 \\| 0.0 \\|")
                .contains("2 stable streams, 6,000 records | at most 1 | 0.0 | reached");
    }

    @Test
    void shouldNeverSwitchWhenTheStreamIsStable() throws IOException {
        // When
        int code = run("stable --data " + dataFile(2_000, 1) + " --k 4 --epochs 3 --hours 1 --rate 5");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("| switches of the selection | at most 1 | 0 | reached |")
                .contains("| retrain requests of the app |  | 0 |  |")
                .containsPattern("\\| reports \\|  \\| 5\\d \\|");
    }

    @Test
    void shouldCloseTheGapWhenALaterBatchHasAnotherDistribution() throws IOException {
        // When
        int code = run("gas --data " + dataFile(500, 1, 1, 2) + " --k 4 --epochs 3 --every 20 --seeds 2");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("\\| 2 \\| 1,000 \\| \\S+ \\| \\S+ \\| \\S+ \\| -?\\d+ % \\| -?\\d+ % \\| 0 \\| 0 \\|")
                .containsPattern(
                        "\\| 3 \\| 1,000 \\| \\S+ \\| \\S+ \\| \\S+ \\| [3-9]\\d % \\| (?:[4-9]\\d|100) % \\| [1-9]\\d? \\| [1-9] \\|")
                .containsPattern("\\| 1 \\| \\d\\d % \\| \\d\\d % \\| [1-9] \\|")
                .containsPattern("\\| 2 \\| \\d\\d % \\| \\d\\d % \\| [1-9] \\|");
    }

    @Test
    void shouldReportThePartsOfTheTimeToAdapt() throws IOException {
        // When
        int code = run("adapt --data " + dataFile(2_000) + " --k 4 --rate 400 --before 3 --runs 1 -T window.rows=800 -T"
                + " window.min.rows=400 -T train.decoder.epochs=3");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("detect: first drifted record to request \\| \\d+\\.\\d\\d \\|")
                .containsPattern("\\| total \\| (?!0\\.00)\\d+\\.\\d\\d \\|");
    }

    @Test
    void shouldRejectAFileWithoutBatches() throws IOException {
        // When
        int code = run("gas --data " + dataFile(100));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("column 'batch': is empty or missing");
    }

    /**
     * Writes channels that a few factors drive. Each seed adds a batch with its own weights; without seeds the file has
     * no batches.
     */
    private Path dataFile(int rows, long... seeds) throws IOException {
        StringBuilder text = new StringBuilder(seeds.length == 0 ? "" : "batch,");
        for (int c = 0; c < CHANNELS; c++) {
            text.append(c == 0 ? "" : ",").append("ch").append(c);
        }
        Random random = new Random(9);
        for (int b = 0; b < Math.max(1, seeds.length); b++) {
            Random weightSource = new Random(seeds.length == 0 ? 1 : seeds[b]);
            double[][] weights = new double[CHANNELS][FACTORS];
            for (double[] weight : weights) {
                for (int f = 0; f < FACTORS; f++) {
                    weight[f] = weightSource.nextGaussian();
                }
            }
            for (int r = 0; r < rows; r++) {
                text.append('\n').append(seeds.length == 0 ? "" : b + 1 + ",");
                double[] factors = random.doubles(FACTORS, -1, 1).toArray();
                for (int c = 0; c < CHANNELS; c++) {
                    double value = 0.05 * random.nextGaussian();
                    for (int f = 0; f < FACTORS; f++) {
                        value += weights[c][f] * factors[f];
                    }
                    text.append(c == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", value));
                }
            }
        }
        return Files.writeString(folder.resolve("data.csv"), text.append('\n'));
    }

    private int run(String command) {
        CommandLine line = Benchmarks.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(command.split(" ", -1));
    }
}
