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

/** What came of all streams of one data set, as tables. */
final class DriftTables {
    private static final double PER_MILLION = 1e6;
    private static final double FALSE_ALARMS_WANTED = 1;
    private static final double ABRUPT_DELAY_WANTED = 500;

    private final List<PlantedResult> planted = new ArrayList<>();
    private final Map<Watcher, Long> falseAlarms = new EnumMap<>(Watcher.class);
    private long stableRecords;
    private int stableStreams;
    private long stableRequests;

    void add(PlantedResult result) {
        planted.add(result);
    }

    /** Adds a stream in which nothing changed. */
    void addStable(StreamJudging watch, long records) {
        for (Watcher watcher : Watcher.values()) {
            falseAlarms.merge(watcher, watch.alarm(watcher).countBefore(Long.MAX_VALUE), Long::sum);
        }
        stableRecords += records;
        stableStreams++;
        stableRequests += watch.requests();
    }

    /** The tables. */
    String markdown() {
        String delays = table().toString();
        return delays + "\n" + (stableStreams == 0 ? "" : stable() + "\n") + aims();
    }

    private MarkdownTable table() {
        MarkdownTable table = new MarkdownTable(List.of(
                "drift",
                "told by",
                "delay, median",
                "most",
                "missed",
                "alarms before",
                "back after, median",
                "precision at 5",
                "recall at 5"));
        for (DriftKind kind : DriftKind.values()) {
            List<PlantedResult> results =
                    planted.stream().filter(result -> result.kind() == kind).toList();
            if (!results.isEmpty()) {
                for (Watcher watcher : Watcher.values()) {
                    table.row(row(kind, watcher, results));
                }
            }
        }
        return table;
    }

    private static List<String> row(DriftKind kind, Watcher watcher, List<PlantedResult> results) {
        List<PlantedResult.Score> scores =
                results.stream().map(result -> result.score(watcher)).toList();
        List<Double> delays = delays(scores);
        List<Double> releases =
                present(scores.stream().map(PlantedResult.Score::release).toList());
        boolean verdict = watcher == Watcher.VERDICT;
        int onsets = scores.stream().mapToInt(score -> score.delays().size()).sum();
        return List.of(
                kind.toString(),
                watcher.toString(),
                delays.isEmpty() ? "–" : format("%,.0f", new Sample(delays).median()),
                delays.isEmpty() ? "–" : format("%,.0f", new Sample(delays).most()),
                missed(scores) + " of " + onsets,
                Long.toString(
                        scores.stream().mapToLong(PlantedResult.Score::early).sum()),
                kind != DriftKind.SEASONAL
                        ? ""
                        : releases.isEmpty() ? "never" : format("%,.0f", new Sample(releases).median()),
                verdict ? mean(results, PlantedResult.Blamed::precision) : "",
                verdict ? mean(results, PlantedResult.Blamed::recall) : "");
    }

    private MarkdownTable stable() {
        MarkdownTable table = new MarkdownTable(List.of("no drift", "false alarms", "per million records"));
        for (Watcher watcher : Watcher.values()) {
            long alarms = falseAlarms.getOrDefault(watcher, 0L);
            table.row(List.of(watcher.toString(), Long.toString(alarms), format("%.1f", perMillion(alarms))));
        }
        return table.row(List.of(
                "retrains asked for", Long.toString(stableRequests), format("%.1f", perMillion(stableRequests))));
    }

    private String aims() {
        MarkdownTable table = new MarkdownTable(List.of("verdict", "wanted", "measured", ""));
        List<PlantedResult.Score> all =
                planted.stream().map(PlantedResult::answer).toList();
        long missed = missed(all);
        table.row(List.of(
                "drifts missed (a failed sensor by what is said of sensors)",
                "0",
                missed + " of "
                        + all.stream().mapToInt(score -> score.delays().size()).sum(),
                reached(missed == 0)));
        List<PlantedResult.Score> abrupt = planted.stream()
                .filter(result -> result.kind() == DriftKind.ABRUPT)
                .map(result -> result.score(Watcher.VERDICT))
                .toList();
        if (!abrupt.isEmpty()) {
            List<Double> delays = delays(abrupt);
            double most = missed(abrupt) > 0 ? Double.POSITIVE_INFINITY : new Sample(delays).most();
            table.row(List.of(
                    "longest delay of an abrupt drift, records",
                    format("under %.0f", ABRUPT_DELAY_WANTED),
                    Double.isInfinite(most) ? "missed one" : format("%,.0f", most),
                    reached(most < ABRUPT_DELAY_WANTED)));
        }
        if (stableStreams > 0) {
            double rate = perMillion(falseAlarms.getOrDefault(Watcher.VERDICT, 0L));
            table.row(List.of(
                    format(
                            "false alarms per million records, %d stable streams, %,d records",
                            stableStreams, stableRecords),
                    format("at most %.0f", FALSE_ALARMS_WANTED),
                    format("%.1f", rate),
                    reached(rate <= FALSE_ALARMS_WANTED)));
        }
        return table.toString();
    }

    private double perMillion(long count) {
        return PER_MILLION * count / Math.max(1, stableRecords);
    }

    private static long missed(List<PlantedResult.Score> scores) {
        return scores.stream().mapToLong(PlantedResult.Score::missed).sum();
    }

    private static List<Double> delays(List<PlantedResult.Score> scores) {
        return present(scores.stream()
                .map(PlantedResult.Score::delays)
                .flatMap(Collection::stream)
                .toList());
    }

    private static List<Double> present(List<OptionalLong> values) {
        return values.stream()
                .flatMap(value -> value.stream().mapToObj(v -> (double) v))
                .collect(Collectors.toList());
    }

    private static String mean(List<PlantedResult> results, Function<PlantedResult.Blamed, OptionalDouble> figure) {
        double[] known = results.stream()
                .map(result -> figure.apply(result.blame()))
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
