package io.sensieve.benchmarks.jmh;

import io.sensieve.benchmarks.common.MarkdownTable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/** Renders the results of a JMH run as Markdown tables. */
final class JmhReport {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String SENSIEVE = "CodecBenchmark.sensieve";
    private static final String STOCK_AVRO = "CodecBenchmark.stockAvro";

    private final Collection<RunResult> results;

    JmhReport(Collection<RunResult> results) {
        this.results = results;
    }

    /** Renders a row for each benchmark and D, and the ratio of the two codecs if both were measured. */
    String markdown() {
        MarkdownTable table = new MarkdownTable(List.of("part", "D", "ns", "±", "bytes allocated"));
        Map<Integer, Double> sensieve = new TreeMap<>();
        Map<Integer, Double> stockAvro = new TreeMap<>();
        for (RunResult result : results) {
            int d = Integer.parseInt(result.getParams().getParam("d"));
            String name = name(result);
            double nanos = result.getPrimaryResult().getScore();
            if (name.equals(SENSIEVE)) {
                sensieve.put(d, nanos);
            } else if (name.equals(STOCK_AVRO)) {
                stockAvro.put(d, nanos);
            }
            table.row(List.of(
                    name,
                    Integer.toString(d),
                    format("%.0f", nanos),
                    format("%.0f", result.getPrimaryResult().getScoreError()),
                    allocated(result).map(bytes -> format("%.0f", bytes)).orElse("–")));
        }
        StringBuilder text = new StringBuilder(table.toString());
        sensieve.forEach((d, nanos) -> Optional.ofNullable(stockAvro.get(d))
                .ifPresent(slow -> text.append(
                        format("%nD = %d: the codec is %.1f times as fast as stock Avro.%n", d, slow / nanos))));
        return text.toString();
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        return full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    }

    private static Optional<Double> allocated(RunResult result) {
        var allocated = result.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? Optional.empty() : Optional.of(allocated.getScore());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
