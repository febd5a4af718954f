package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.Sample;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measures several variants in rotation on the same scenario and renders their speed. */
final class VariantComparison {
    private static final List<Target> TARGETS = List.of(
            new Target(Variant.REDUCED, Variant.TOUCH, 0.95),
            new Target(Variant.DRIFT, Variant.TOUCH, 0.7),
            new Target(Variant.ALL, Variant.COPY, 0.75),
            new Target(Variant.REDUCED, Variant.STOCK, 1.6));

    private final List<Variant> variants;
    private final Map<Variant, List<Progress.Speed>> speeds = new EnumMap<>(Variant.class);

    /** Smallest wanted ratio of the records a second of two variants. */
    private record Target(Variant variant, Variant base, double least) {}

    VariantComparison(List<Variant> variants) {
        this.variants = List.copyOf(variants);
    }

    /**
     * Measures each variant {@code rounds} times after warm-up passes. Every round starts with another variant.
     *
     * @param passes runs a pass
     * @param warmUps number of warm-up passes of each variant
     * @param rounds number of measured passes of each variant
     * @param progress receives a line for each pass
     * @throws IllegalStateException if the outputs of a pass are wrong
     */
    void run(Passes passes, int warmUps, int rounds, PrintWriter progress) {
        for (int round = 1 - warmUps; round <= rounds; round++) {
            List<Variant> order = new ArrayList<>(variants);
            Collections.rotate(order, -(round + warmUps));
            for (Variant variant : order) {
                Progress.Speed speed = passes.run(variant).speed();
                progress.println(format(
                        "%s %-8s %,8.0f records/s, %5.1f µs of CPU a record",
                        round <= 0 ? "warm-up" : "pass " + round + " ",
                        variant.label(),
                        speed.recordsPerSecond(),
                        speed.cpuMicrosPerRecord()));
                progress.flush();
                if (round > 0) {
                    speeds.computeIfAbsent(variant, v -> new ArrayList<>()).add(speed);
                }
            }
        }
    }

    /** Median CPU time for a record, in microseconds. */
    double cpuMicros(Variant variant) {
        return sample(variant, Progress.Speed::cpuMicrosPerRecord).median();
    }

    /** Median number of records a second. */
    double recordsPerSecond(Variant variant) {
        return sample(variant, Progress.Speed::recordsPerSecond).median();
    }

    /** Renders a row for each variant. */
    MarkdownTable speedTable() {
        MarkdownTable table = new MarkdownTable(List.of("variant", "records/s", "min – max", "CPU µs a record"));
        for (Variant variant : variants) {
            Sample rates = sample(variant, Progress.Speed::recordsPerSecond);
            table.row(List.of(
                    variant.label(),
                    format("%,.0f", rates.median()),
                    format("%,.0f – %,.0f", rates.least(), rates.most()),
                    format("%.1f", cpuMicros(variant))));
        }
        return table;
    }

    /** Renders a row for each ratio with a target. */
    MarkdownTable ratioTable() {
        MarkdownTable table = new MarkdownTable(List.of("ratio of records/s", "measured", "wanted", ""));
        TARGETS.stream()
                .filter(target -> variants.contains(target.variant()) && variants.contains(target.base()))
                .forEach(target -> {
                    double ratio = recordsPerSecond(target.variant()) / recordsPerSecond(target.base());
                    table.row(List.of(
                            target.variant().label() + " / " + target.base().label(),
                            format("%.2f", ratio),
                            format("at least %.2f", target.least()),
                            ratio >= target.least() ? "reached" : "missed"));
                });
        return table;
    }

    private Sample sample(Variant variant, ToDoubleFunction<Progress.Speed> figure) {
        return new Sample(speeds.getOrDefault(variant, List.of()).stream()
                .mapToDouble(figure)
                .boxed()
                .toList());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
