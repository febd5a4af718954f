package io.sensieve.benchmarks.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.trainer.learn.settings.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesReportTest {
    private static final RunSpec.Source ISOLET =
            new RunSpec.Source("isolet", Path.of("i.csv.gz"), 7797, "0".repeat(64));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldPrintMeanDeviationAndThePapersFigureWhenTwoSeedsHaveEnded() {
        // Given
        List<RunSpec> runs = List.of(run("cae", 11), run("cae", 22));

        // When
        String markdown = new TablesReport(
                        runs, run -> Optional.of(result(run.seed() == 11 ? 5.0e-3 : 6.0e-3, List.of(9e-3))))
                .markdown("command");

        // Then
        assertThat(markdown).contains("| cae | 5.500 ± 0.707 | 5.420 ± 0.063 |").contains("| cae | 90.0 | 3.0 | 2 |");
    }

    @Test
    void shouldReportEpochAndFactorWhenIpCaePassesTheFinalFigureOfCae() {
        // Given
        List<RunSpec> runs = List.of(run("ip-cae", 11), run("cae", 11));
        List<Double> fast = List.of(8e-3, 5e-3, 4e-3, 4e-3);
        List<Double> slow = List.of(9e-3, 8e-3, 7e-3, 6e-3);

        // When
        String markdown = new TablesReport(
                        runs, run -> Optional.of(result(1e-3, run.row().label().equals("cae") ? slow : fast)))
                .markdown("command");

        // Then
        assertThat(markdown).contains("| isolet | 2 | 2.00 × | 3.83 × |");
    }

    @Test
    void shouldFindNoEpochWhenTheFigureIsReachedButNotPassed() {
        // When
        OptionalInt epoch = SpeedupTable.passes(List.of(70.0, 75.0), 75.0, false);

        // Then
        assertThat(epoch).isEmpty();
    }

    @Test
    void shouldKeepFinishedRunsWhenTheLastLineIsIncomplete() throws Exception {
        // Given
        Path file = folder.resolve("runs.jsonl");
        RunLedger.open(file).add(run("cae", 11), result(5e-3, List.of(9e-3, 8e-3)));
        Files.writeString(file, "{\"run\":{\"fi", StandardOpenOption.APPEND);

        // When
        RunLedger ledger = RunLedger.open(file);
        ledger.add(run("cae", 22), result(6e-3, List.of()));

        // Then
        assertThat(ledger.find(run("cae", 11))).contains(result(5e-3, List.of(9e-3, 8e-3)));
        assertThat(ledger.find(run("gjsd", 11))).isEmpty();
        assertThat(RunLedger.open(file).find(run("cae", 22))).isPresent();
    }

    @Test
    void shouldUseTheLambdaOfThePaperWhenThePaperHasTheDataSet() {
        assertThat(TableRow.of("gjsd")
                        .settings("har", Task.RECONSTRUCTION, 50, 11)
                        .concrete()
                        .gjsd())
                .isEqualTo(5e-3f);
        assertThat(TableRow.of("gjsd")
                        .settings("har", Task.CLASSIFICATION, 50, 11)
                        .concrete()
                        .gjsd())
                .isEqualTo(5e-2f);
        assertThat(TableRow.of("cae")
                        .settings("har", Task.RECONSTRUCTION, 50, 11)
                        .concrete()
                        .gjsd())
                .isZero();
    }

    private static RunSpec run(String row, long seed) {
        return new RunSpec(ISOLET, Task.RECONSTRUCTION, TableRow.of(row), 50, seed, Optional.empty());
    }

    private static RunResult result(double figure, List<Double> curve) {
        return new RunResult(figure, figure, 90, 3, "cpu", "2 cores", List.of(1, 2), curve);
    }
}
