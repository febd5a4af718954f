package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the time from the scheduled sending of a record until a reader of committed records has its reduced"
                    + " record, at a share of the maximum rate, which is measured first. The app writes all outputs.",
            "The sending times are fixed in advance (open loop), so that a stall counts for every record that it delays."
                    + " Broker, app, sender and reader share the machine. Fails unless every record has exactly one"
                    + " correct output."
        })
public final class LatencyCommand implements Callable<Integer> {
    private static final double NANOS_OF_MILLI = 1e6;

    @Mixin
    private WorkloadOptions flow = new WorkloadOptions();

    @Option(
            names = "--share",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Share of the maximum rate (default 0.5).")
    private double share;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Measured seconds (default 30), after a third as many warm-up seconds.")
    private int seconds;

    @Option(
            names = "--guarantees",
            split = ",",
            paramLabel = "G",
            defaultValue = "exactly_once_v2,at_least_once",
            description = "Processing guarantees to measure (default exactly_once_v2,at_least_once).")
    private List<String> guarantees = List.of();

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of the streams service.")
    private Map<String, String> settings = new HashMap<>();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!(share > 0 && share <= 1)) {
            throw new SettingException("Invalid value " + share + " for --share: must be above 0 and at most 1");
        }
        if (seconds < 1) {
            throw new SettingException("Invalid value " + seconds + " for --seconds: must be at least 1");
        }
        MarkdownTable table = new MarkdownTable(List.of(
                "guarantee",
                "commit interval ms",
                "maximum rate, records/s",
                "rate, records/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "p99 ms of the acknowledgement of the input"));
        String described = "";
        for (String guarantee : guarantees) {
            // Each guarantee gets a new broker, because the topics of the previous one would slow it down.
            try (BenchmarkCluster cluster = new BenchmarkCluster()) {
                Scenario scenario =
                        flow.createScenario(cluster, spec.commandLine().getErr());
                described = flow.describe(scenario);
                table.row(row(scenario, guarantee));
            }
        }
        output.write(
                "# Latency\n\n`benchmarks/run "
                        + String.join(
                                " ", spec.root().commandLine().getParseResult().originalArgs())
                        + "`\n\n" + described + "; " + seconds + " s; on " + Machine.here() + "\n\n" + table,
                spec.commandLine().getOut());
        return 0;
    }

    private List<String> row(Scenario scenario, String guarantee) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("processing.guarantee", guarantee);
        Passes passes = new Passes(scenario, all);
        printProgress(guarantee + ": measuring the maximum rate ...");
        passes.run(Variant.ALL);
        double most = passes.run(Variant.ALL).speed().recordsPerSecond();
        double rate = share * most;
        int first = (int) (rate * seconds / 3);
        int count = first + (int) (rate * seconds);
        printProgress(format("%s: sending %,.0f of %,.0f records a second ...", guarantee, rate, most));
        scenario.clearOutputs();
        Scenario live = scenario.with(scenario.workload().next(count));
        Settings own = passes.settings(Variant.ALL, "latency-" + guarantee);
        LiveRun liveFlow = new LiveRun(live, own, rate);
        liveFlow.run(() -> {});
        new OutputCheck(live, Variant.ALL).run();
        OpenLoopSender sender = liveFlow.sender();
        Sample latency = millis(first, count, i -> liveFlow.observer().seen(i).nanos() - sender.due(i));
        Sample input = millis(first, count, i -> sender.acknowledged(i) - sender.due(i));
        return List.of(
                guarantee,
                Long.toString(
                        new StreamsConfig(StreamsProperties.of(own)).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)),
                format("%,.0f", most),
                format("%,.0f", rate),
                format("%.1f", latency.median()),
                format("%.1f", latency.quantile(0.99)),
                format("%.1f", latency.quantile(0.999)),
                format("%.1f", latency.most()),
                format("%.1f", input.quantile(0.99)));
    }

    private static Sample millis(int from, int to, IntToLongFunction nanos) {
        return new Sample(IntStream.range(from, to)
                .mapToObj(i -> nanos.applyAsLong(i) / NANOS_OF_MILLI)
                .toList());
    }

    private void printProgress(String progress) {
        spec.commandLine().getErr().println(progress);
        spec.commandLine().getErr().flush();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
