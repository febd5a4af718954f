package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.AppProcess;
import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run heap}. */
@Command(
        name = "heap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the streams app as a separate process with a small heap on a topic that is full from the start, so that"
                    + " the app can always fetch as much as it wants. The broker runs in this process.",
            "Fails unless every record has exactly one correct reduced record and reconstruction."
        })
public final class HeapCommand implements Callable<Integer> {
    private static final int ROWS = 3_000;
    private static final String APPLICATION = "heap";

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "256m", description = "Value of -Xmx (default 256m).")
    private String heap = "";

    @Option(names = "--channels", paramLabel = "D", defaultValue = "1024", description = "Channels (default 1024).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of devices (default 1000).")
    private int devices;

    @Option(names = "--layouts", paramLabel = "N", defaultValue = "4", description = "Number of layouts (default 4).")
    private int layouts;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Number of records (default 300000).")
    private int records;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of the record topics (default 6).")
    private int partitions;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of the streams service.")
    private Map<String, String> settings = new HashMap<>();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SensorRows rows = SensorRows.generated(ROWS, channels);
        printProgress("selecting " + k + " of " + channels + " channels ...");
        BenchmarkSelections selections = BenchmarkSelections.train(rows, k);
        printProgress("sending " + records + " records ...");
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            Scenario scenario = Scenario.create(
                    cluster, Workload.of(records, layouts, devices, partitions), rows, partitions, selections);
            printProgress("starting the app with -Xmx" + heap + " ...");
            AppProcess.Memory memory;
            Progress progress;
            try (AppProcess app =
                    AppProcess.start(scenario.serviceSettings(settings, APPLICATION), heap, cluster.folder(""))) {
                progress = Progress.watch(
                        () -> {
                            app.requireAlive();
                            return cluster.committed(APPLICATION, Topics.RECORDS);
                        },
                        records);
                memory = app.memory();
            }
            printProgress("checking the outputs ...");
            new OutputCheck(scenario, Variant.ALL).run();
            output.write(report(memory, progress), spec.commandLine().getOut());
        }
        return 0;
    }

    private String report(AppProcess.Memory memory, Progress progress) {
        MarkdownTable table = new MarkdownTable(List.of("the app's memory, MiB", ""));
        table.row(List.of("heap allowed", heap));
        table.row(List.of("peak heap in use", Integer.toString(memory.heap())));
        table.row(List.of("peak heap after a collection", Integer.toString(memory.live())));
        table.row(List.of("peak resident", String.format(Locale.ROOT, "%.0f", memory.resident())));
        table.row(List.of("collections of the whole heap", Integer.toString(memory.full())));
        return String.format(
                Locale.ROOT,
                "# Heap%n%n%,d records of D = %d, K = %d, %,d devices, %d layouts, %d partitions, all outputs;"
                        + " %,.0f records/s; on %s%n%n%s%nEvery record has exactly one correct output.%n",
                records,
                channels,
                k,
                devices,
                layouts,
                partitions,
                progress.speed().recordsPerSecond(),
                Machine.here(),
                table);
    }

    private void printProgress(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(progress);
        err.flush();
    }
}
