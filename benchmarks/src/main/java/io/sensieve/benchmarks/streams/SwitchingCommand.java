package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.benchmarks.streams.VersionSwitches.Publication;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.BenchmarkSelections.Version;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.benchmarks.workload.TransactionalPublisher;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsProperties;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run switching}. */
@Command(
        name = "switching",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Publishes new versions of a selection, as the trainer does, while records flow at a constant rate. Measures the"
                    + " time until the app uses a version, and the pauses of the flow.",
            "Fails unless every record has exactly one output and no version follows a newer one in a partition."
        })
public final class SwitchingCommand implements Callable<Integer> {
    private static final String LAYOUT = "fleet-0";
    private static final int ROWS = 3_000;
    private static final long MIN_EVERY_MS = 2 * VersionSwitches.QUIET_MS;
    private static final double TARGET_MS = 1_000;

    @Option(
            names = "--switches",
            paramLabel = "N",
            defaultValue = "40",
            description = "Number of new versions (default 40).")
    private int switches;

    @Option(
            names = "--every",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "Milliseconds between two versions (default 2000, the minimum).")
    private long every;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "2000", description = "Records a second (default 2000).")
    private int rate;

    @Option(names = "--channels", paramLabel = "D", defaultValue = "617", description = "Channels (default 617).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "60", description = "Number of devices (default 60).")
    private int devices;

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
        if (switches < 1) {
            throw new SettingException("Invalid value " + switches + " for --switches: must be at least 1");
        }
        if (every < MIN_EVERY_MS) {
            throw new SettingException("Invalid value " + every + " for --every: must be at least " + MIN_EVERY_MS);
        }
        PrintWriter err = spec.commandLine().getErr();
        SensorRows rows = SensorRows.generated(ROWS, channels);
        err.println("selecting " + k + " of " + channels + " channels ...");
        err.flush();
        BenchmarkSelections selections = BenchmarkSelections.train(rows, k);
        List<Version> versions = IntStream.rangeClosed(2, switches + 1)
                .mapToObj(version -> selections.version(LAYOUT, version))
                .toList();
        int count = (int) (rate * (switches + 2L) * every / TimeUnit.SECONDS.toMillis(1));
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            Scenario scenario =
                    Scenario.prepare(cluster, Workload.of(count, 1, devices, partitions), rows, partitions, selections);
            cluster.stampAppends(Topics.REDUCED);
            Settings own =
                    Settings.of(StreamsMain.runner().definition(), scenario.serviceSettings(settings, "switching"));
            LiveRun flow = new LiveRun(scenario, own, rate);
            List<Publication> publications = new ArrayList<>();
            flow.run(() -> publish(cluster, versions, publications, err));
            VersionSwitches result = new VersionSwitches(
                    publications,
                    IntStream.range(0, count).mapToObj(flow.observer()::seen).toList());
            output.write(report(result, count, own), spec.commandLine().getOut());
        }
        return 0;
    }

    private void publish(
            BenchmarkCluster cluster, List<Version> versions, List<Publication> publications, PrintWriter err) {
        long start = System.nanoTime();
        try (TransactionalPublisher publisher = new TransactionalPublisher(cluster.bootstrapServers())) {
            for (Version version : versions) {
                long due = start + TimeUnit.MILLISECONDS.toNanos((publications.size() + 1) * every);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                long began = System.currentTimeMillis();
                publisher.publish(version.selection(), version.modelFile());
                publications.add(new Publication(version.selection().getVersion(), began, System.currentTimeMillis()));
                err.println("version " + version.selection().getVersion() + " published, " + publications.size()
                        + " of " + versions.size());
                err.flush();
            }
        }
    }

    private String report(VersionSwitches result, int count, Settings own) {
        long commit = new StreamsConfig(StreamsProperties.of(own)).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        MarkdownTable table = new MarkdownTable(List.of("ms", "p50", "p99", "max"));
        row(table, "from the commit to the first record of the new version", result.untilFirstNew());
        row(table, "from the commit to the last record of the old version", result.untilLastOld());
        row(table, "longest gap between two outputs of a partition, between switches", result.gapsBefore());
        row(table, "longest gap between two outputs of a partition, around switches", result.gapsAround());
        boolean quick = result.untilFirstNew().quantile(0.99) < TARGET_MS;
        boolean steady =
                result.gapsAround().quantile(0.99) <= result.gapsBefore().quantile(0.99) + commit;
        return String.format(
                Locale.ROOT,
                "# Switching%n%n%d switches, every %d ms; %,d records a second, %,d in all; D = %d, K = %d, %d devices,"
                        + " %d partitions; %s, commits every %d ms; on %s%n%n%s%n"
                        + "First record of a new version within a second (p99): %s. Gaps around switches at most one"
                        + " commit interval longer (p99): %s.%n",
                switches,
                every,
                rate,
                count,
                channels,
                k,
                devices,
                partitions,
                own.getString("processing.guarantee"),
                commit,
                Machine.here(),
                table,
                quick ? "reached" : "missed",
                steady ? "reached" : "missed");
    }

    private static void row(MarkdownTable table, String figure, Sample sample) {
        table.row(List.of(figure, format(sample.median()), format(sample.quantile(0.99)), format(sample.most())));
    }

    private static String format(double millis) {
        return String.format(Locale.ROOT, "%.0f", millis);
    }
}
