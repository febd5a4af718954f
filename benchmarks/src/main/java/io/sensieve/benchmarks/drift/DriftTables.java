package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Renders the results of all streams of a data set as tables. */
final class DriftTables {
    private static final double PER_MILLION = 1e6;
    private static final double FALSE_ALARMS_TARGET = 1;
    private static final double ABRUPT_DELAY_TARGET = 500;

    private final List<PlantedDriftResult> planted = new ArrayList<>();
    private final Map<DriftSignal, Long> falseAlarms = new EnumMap<>(DriftSignal.class);
    private long stableRecords;
    private int stableStreams;
    private long stableRequests;

    void add(PlantedDriftResult result) {
        planted.add(result);
    }

    /** Adds a stable stream. */
    void addStable(StreamEvaluation evaluation, long records) {
        for (DriftSignal signal : DriftSignal.values()) {
            falseAlarms.merge(signal, evaluation.alarm(signal).countBefore(Long.MAX_VALUE), Long::sum);
        }
        stableRecords += records;
        stableStreams++;
        stableRequests += evaluation.requests();
    }

    /** Renders the tables. */
    String markdown() {
        String delays = table().toString();
        return delays + "\n" + (stableStreams == 0 ? "" : stable() + "\n") + targets();
    }

    private MarkdownTable table() {
        MarkdownTable table = new MarkdownTable(List.of(
                "drift",
                "signal",
                "delay, median",
                "max",
                "missed",
                "alarms before onset",
                "cleared after, median",
                "precision at 5",
                "recall at 5"));
        for (DriftKind kind : DriftKind.values()) {
            List<PlantedDriftResult> results =
                    planted.stream().filter(result -> result.kind() == kind).toList();
            if (!results.isEmpty()) {
                for (DriftSignal signal : DriftSignal.values()) {
                    table.row(row(kind, signal, results));
                }
            }
        }
        return table;
    }

    private static List<String> row(DriftKind kind, DriftSignal signal, List<PlantedDriftResult> results) {
        List<PlantedDriftResult.Score> scores =
                results.stream().map(result -> result.score(signal)).toList();
        List<Double> delays = delays(scores);
        List<Double> releases =
                present(scores.stream().map(PlantedDriftResult.Score::release).toList());
        boolean verdict = signal == DriftSignal.VERDICT;
        int onsets = scores.stream().mapToInt(score -> score.delays().size()).sum();
        return List.of(
                kind.toString(),
                signal.toString(),
                delays.isEmpty() ? "–" : format("%,.0f", new Sample(delays).median()),
                delays.isEmpty() ? "–" : format("%,.0f", new Sample(delays).most()),
                missed(scores) + " of " + onsets,
                Long.toString(scores.stream()
                        .mapToLong(PlantedDriftResult.Score::early)
                        .sum()),
                kind != DriftKind.SEASONAL
                        ? ""
                        : releases.isEmpty() ? "never" : format("%,.0f", new Sample(releases).median()),
                verdict ? mean(results, PlantedDriftResult.AttributionScore::precision) : "",
                verdict ? mean(results, PlantedDriftResult.AttributionScore::recall) : "");
    }

    private MarkdownTable stable() {
        MarkdownTable table = new MarkdownTable(List.of("no drift", "false alarms", "per million records"));
        for (DriftSignal signal : DriftSignal.values()) {
            long alarms = falseAlarms.getOrDefault(signal, 0L);
            table.row(List.of(signal.toString(), Long.toString(alarms), format("%.1f", perMillion(alarms))));
        }
        return table.row(
                List.of("retrain requests", Long.toString(stableRequests), format("%.1f", perMillion(stableRequests))));
    }

    private String targets() {
        MarkdownTable table = new MarkdownTable(List.of("verdict", "wanted", "measured", ""));
        List<PlantedDriftResult.Score> all =
                planted.stream().map(PlantedDriftResult::response).toList();
        long missed = missed(all);
        table.row(List.of(
                "missed drifts (sensor faults by verdict or sensor state)",
                "0",
                missed + " of "
                        + all.stream().mapToInt(score -> score.delays().size()).sum(),
                reached(missed == 0)));
        List<PlantedDriftResult.Score> abrupt = planted.stream()
                .filter(result -> result.kind() == DriftKind.ABRUPT)
                .map(result -> result.score(DriftSignal.VERDICT))
                .toList();
        if (!abrupt.isEmpty()) {
            List<Double> delays = delays(abrupt);
            double most = missed(abrupt) > 0 ? Double.POSITIVE_INFINITY : new Sample(delays).most();
            table.row(List.of(
                    "max delay of an abrupt drift, records",
                    format("under %.0f", ABRUPT_DELAY_TARGET),
                    Double.isInfinite(most) ? "one missed" : format("%,.0f", most),
                    reached(most < ABRUPT_DELAY_TARGET)));
        }
        if (stableStreams > 0) {
            double rate = perMillion(falseAlarms.getOrDefault(DriftSignal.VERDICT, 0L));
            table.row(List.of(
                    format(
                            "false alarms per million records, %d stable streams, %,d records",
                            stableStreams, stableRecords),
                    format("at most %.0f", FALSE_ALARMS_TARGET),
                    format("%.1f", rate),
                    reached(rate <= FALSE_ALARMS_TARGET)));
        }
        return table.toString();
    }

    private double perMillion(long count) {
        return PER_MILLION * count / Math.max(1, stableRecords);
    }

    private static long missed(List<PlantedDriftResult.Score> scores) {
        return scores.stream().mapToLong(PlantedDriftResult.Score::missed).sum();
    }

    private static List<Double> delays(List<PlantedDriftResult.Score> scores) {
        return present(scores.stream()
                .map(PlantedDriftResult.Score::delays)
                .flatMap(Collection::stream)
                .toList());
    }

    private static List<Double> present(List<OptionalLong> values) {
        return values.stream()
                .flatMap(value -> value.stream().mapToObj(v -> (double) v))
                .collect(Collectors.toList());
    }

    private static String mean(
            List<PlantedDriftResult> results, Function<PlantedDriftResult.AttributionScore, OptionalDouble> figure) {
        double[] known = results.stream()
                .map(result -> figure.apply(result.attribution()))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return known.length == 0
                ? "–"
                : format("%.2f", Arrays.stream(known).average().orElseThrow());
    }

    static String reached(boolean reached) {
        return reached ? "reached" : "missed";
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
