package io.sensieve.benchmarks.events;

import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Renders the results of all runs as a table and a summary. */
final class EventsReport {
    private static final double MOST_AFTER = 1.1;
    private static final double MOST_DURING = 1.5;
    private static final int MOST_VERSIONS = 2;

    private EventsReport() {}

    /** Renders results of at least one run. */
    static String markdown(List<EventResult> results) {
        MarkdownTable table = new MarkdownTable(List.of(
                "stream",
                "event",
                "seed",
                "delay",
                "versions",
                "returns",
                "false switches",
                "faults named",
                "during: served",
                "version 1",
                "best kept",
                "oracle",
                "regret",
                "after: served",
                "version 1",
                "best kept",
                "oracle",
                "regret"));
        results.forEach(result -> table.row(row(result)));
        return table + "\n" + summary(results);
    }

    private static List<String> row(EventResult result) {
        List<String> cells = new ArrayList<>(List.of(
                result.label().stream(),
                result.label().event(),
                Long.toString(result.label().seed()),
                result.delay().isPresent() ? Long.toString(result.delay().getAsLong()) : "-",
                Integer.toString(result.versions()),
                Integer.toString(result.returns()),
                Integer.toString(result.falseSwitches()),
                result.faults() == 0 ? "-" : result.named() + " of " + result.faults()));
        cells.addAll(result.during().map(EventsReport::cells).orElse(List.of("-", "-", "-", "-", "-")));
        cells.addAll(cells(result.after()));
        return cells;
    }

    private static List<String> cells(StretchErrors errors) {
        return Stream.of(
                        figure("%.3f", errors.served()),
                        figure("%.3f", errors.first()),
                        figure("%.3f", errors.kept()),
                        figure("%.3f", errors.oracle()),
                        figure("%.2f", errors.regret()))
                .toList();
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static String summary(List<EventResult> results) {
        List<StretchErrors> during =
                results.stream().flatMap(result -> result.during().stream()).toList();
        List<StretchErrors> after = results.stream().map(EventResult::after).toList();
        MarkdownTable table = new MarkdownTable(List.of("summary of " + results.size() + " runs", "", ""))
                .row(List.of("regret during: worst, median", worst(during), median(during)))
                .row(List.of("regret after: worst, median", worst(after), median(after)))
                .row(count(
                        "regret during above " + MOST_DURING + " where a kept version fits",
                        results,
                        result -> result.during().stream()
                                .anyMatch(errors -> errors.isFittedByKept() && errors.regret() > MOST_DURING)))
                .row(count(
                        "regret after above " + MOST_AFTER,
                        results,
                        result -> result.after().regret() > MOST_AFTER))
                .row(count(
                        "switches before the event or during an outage", results, result -> result.falseSwitches() > 0))
                .row(count(
                        "more than " + MOST_VERSIONS + " switches",
                        results,
                        result -> result.versions() > MOST_VERSIONS))
                .row(count(
                        "faults not named", results, result -> !result.unnamed().isEmpty()));
        return table.toString();
    }

    private static List<String> count(String name, List<EventResult> results, Predicate<EventResult> isCounted) {
        List<EventResult> counted = results.stream().filter(isCounted).toList();
        return List.of(
                name,
                counted.size() + " of " + results.size(),
                String.join(
                        ", ",
                        counted.stream()
                                .map(result -> result.label().event())
                                .distinct()
                                .toList()));
    }

    private static String worst(List<StretchErrors> errors) {
        return regrets(errors).map(sample -> figure("%.2f", sample.most())).orElse("-");
    }

    private static String median(List<StretchErrors> errors) {
        return regrets(errors).map(sample -> figure("%.2f", sample.median())).orElse("-");
    }

    private static Optional<Sample> regrets(List<StretchErrors> errors) {
        List<Double> regrets = errors.stream()
                .map(StretchErrors::regret)
                .filter(regret -> !regret.isNaN())
                .toList();
        return regrets.isEmpty() ? Optional.empty() : Optional.of(new Sample(regrets));
    }
}
