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

/** What flows. */
final class WorkloadOptions {
    private static final int PLANTED_ROWS = 3_000;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Rows that the devices send, for example ISOLET (default: planted ones).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "D",
            defaultValue = "617",
            description = "Channels of the planted rows (default 617).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(names = "--records", paramLabel = "N", defaultValue = "300000", description = "Default 300000.")
    private int records;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "60",
            description = "Devices that take turns (default 60).")
    private int devices;

    @Option(
            names = "--layouts",
            paramLabel = "N",
            defaultValue = "1",
            description = "Layouts that the devices are divided among (default 1).")
    private int layouts;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Of the topics that records flow through (default 6, as the services create them).")
    private int partitions;

    /** Fills an empty cluster. */
    Scenario createScenario(BenchmarkCluster cluster, PrintWriter progress) {
        SensorRows rows = data.map(SensorRows::of).orElseGet(() -> SensorRows.planted(PLANTED_ROWS, channels));
        progress.println("selecting " + k + " of " + rows.channelCount() + " channels ...");
        progress.flush();
        BenchmarkSelections selections = BenchmarkSelections.train(rows, k);
        progress.println("sending " + records + " records ...");
        progress.flush();
        return Scenario.create(
                cluster, Workload.of(records, layouts, devices, partitions), rows, partitions, selections);
    }

    /** What flows, in a few words. */
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
