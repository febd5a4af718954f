package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.benchmarks.workload.Workload;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Declares the options of a workload and creates its scenario. */
final class WorkloadOptions {
    private static final int GENERATED_ROWS = 3_000;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Data file with the rows that the devices send (default: generated rows).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "D",
            defaultValue = "617",
            description = "Channels of generated rows (default 617).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Number of records (default 300000).")
    private int records;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "60", description = "Number of devices (default 60).")
    private int devices;

    @Option(names = "--layouts", paramLabel = "N", defaultValue = "1", description = "Number of layouts (default 1).")
    private int layouts;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of the record topics (default 6, as the services create them).")
    private int partitions;

    /** Creates the scenario in an empty cluster. */
    Scenario createScenario(BenchmarkCluster cluster, PrintWriter progress) {
        SensorRows rows = data.map(SensorRows::of).orElseGet(() -> SensorRows.generated(GENERATED_ROWS, channels));
        progress.println("selecting " + k + " of " + rows.channelCount() + " channels ...");
        progress.flush();
        BenchmarkSelections selections = BenchmarkSelections.train(rows, k);
        progress.println("sending " + records + " records ...");
        progress.flush();
        return Scenario.create(
                cluster, Workload.of(records, layouts, devices, partitions), rows, partitions, selections);
    }

    /** Describes the workload for a report. */
    String describe(Scenario scenario) {
        return String.format(
                Locale.ROOT,
                "%,d records of D = %d (%s), K = %d, %,d bytes each; devices: %d, layouts: %d, partitions: %d",
                scenario.workload().count(),
                scenario.rows().channelCount(),
                scenario.rows().description(),
                scenario.selection(0).selectedCount(),
                scenario.recordBytes(0).length,
                devices,
                layouts,
                partitions);
    }
}
