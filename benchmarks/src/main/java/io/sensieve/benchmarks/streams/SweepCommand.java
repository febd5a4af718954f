package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.benchmarks.workload.Workload;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run streams-sweep}. */
@Command(
        name = "streams-sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the CPU time of the streams app for a record against the numbers of channels, devices and layouts. Each"
                    + " is varied alone, from 1,000 channels, 1,000 devices and 1 layout; one partition, generated rows.",
        })
public final class SweepCommand implements Callable<Integer> {
    private static final List<Variant> VARIANTS = List.of(Variant.TOUCH, Variant.REDUCED, Variant.ALL);
    private static final int BASE = 1_000;
    private static final int ROWS = 500;
    private static final long BYTES_MAX = 1_000_000_000L;
    private static final double MICROS = 1e6;
    private static final double NANOS_OF_MICRO = 1e3;

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "D",
            defaultValue = "100,1000,10000",
            description = "Numbers of channels (default 100,1000,10000).")
    private List<Integer> channels = List.of();

    @Option(
            names = "--devices",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,1000",
            description = "Numbers of devices (default 1,1000).")
    private List<Integer> devices = List.of();

    @Option(
            names = "--layouts",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,16",
            description = "Numbers of layouts (default 1,16).")
    private List<Integer> layouts = List.of();

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Records of a pass (default 100000); fewer if they exceed 1 GB.")
    private int records;

    @Mixin
    private MeasurementOptions measure = new MeasurementOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<Point, VariantComparison> measured = new HashMap<>();

    private record Point(int channels, int devices, int layouts) {}

    @Override
    public Integer call() {
        String text = "# Cost of a record\n\n`benchmarks/run "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()) + "`\n\n"
                + "Microseconds of CPU time of the process for a record, and in brackets of elapsed time; K = " + k
                + ", 1 partition; " + measure + "; on " + Machine.here() + "\n\n"
                + table("D", channels, d -> new Point(d, BASE, 1)) + "\n" + perChannel() + "\n"
                + table("devices", devices, n -> new Point(BASE, n, 1)) + "\n"
                + table("layouts", layouts, n -> new Point(BASE, BASE, n));
        output.write(text, spec.commandLine().getOut());
        return 0;
    }

    private MarkdownTable table(String what, List<Integer> values, IntFunction<Point> point) {
        MarkdownTable table = new MarkdownTable(List.of(what, "touch", "reduced", "all"));
        for (int value : values) {
            VariantComparison comparison = measured.computeIfAbsent(point.apply(value), this::measure);
            table.row(List.of(
                    format("%,d", value),
                    cell(comparison, Variant.TOUCH),
                    cell(comparison, Variant.REDUCED),
                    cell(comparison, Variant.ALL)));
        }
        return table;
    }

    private static String cell(VariantComparison comparison, Variant variant) {
        return format("%.1f (%.1f)", comparison.cpuMicros(variant), MICROS / comparison.recordsPerSecond(variant));
    }

    /**
     * Renders the cost of an additional channel between neighbouring points; it is constant where the cost is linear.
     */
    private String perChannel() {
        StringBuilder text = new StringBuilder("Nanoseconds of CPU time for an additional channel:\n\n");
        MarkdownTable table = new MarkdownTable(List.of("D", "touch", "reduced", "all"));
        for (int i = 1; i < channels.size(); i++) {
            int from = channels.get(i - 1);
            int to = channels.get(i);
            VariantComparison low = measured.computeIfAbsent(new Point(from, BASE, 1), this::measure);
            VariantComparison high = measured.computeIfAbsent(new Point(to, BASE, 1), this::measure);
            table.row(List.of(
                    format("%,d to %,d", from, to),
                    slope(low, high, Variant.TOUCH, to - from),
                    slope(low, high, Variant.REDUCED, to - from),
                    slope(low, high, Variant.ALL, to - from)));
        }
        return text.append(table).toString();
    }

    private static String slope(VariantComparison low, VariantComparison high, Variant variant, int difference) {
        return format("%.2f", (high.cpuMicros(variant) - low.cpuMicros(variant)) * NANOS_OF_MICRO / difference);
    }

    private VariantComparison measure(Point point) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(format("D = %d, devices: %d, layouts: %d", point.channels(), point.devices(), point.layouts()));
        err.flush();
        SensorRows rows = SensorRows.generated(ROWS, point.channels());
        BenchmarkSelections selections = BenchmarkSelections.train(rows, k);
        int count = (int) Math.min(records, BYTES_MAX / Float.BYTES / point.channels());
        VariantComparison comparison = new VariantComparison(VARIANTS);
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            Scenario scenario = Scenario.create(
                    cluster, Workload.of(count, point.layouts(), point.devices(), 1), rows, 1, selections);
            comparison.run(new Passes(scenario, measure.settings()), measure.warmUps(), measure.passes(), err);
        }
        return comparison;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
