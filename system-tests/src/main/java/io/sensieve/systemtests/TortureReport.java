package io.sensieve.systemtests;

import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.load.PoisonPill;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param title what was done
 * @param checks what must hold
 * @param poison how many of each kind were injected
 * @param longest the longest that a record took from its device to a reader
 */
record TortureReport(
        String title,
        TortureRun.Setup setup,
        List<Check> checks,
        Map<PoisonPill, Long> poison,
        Duration longest,
        List<EventLog.Event> events) {

    boolean passed() {
        return checks.stream().allMatch(Check::holds);
    }

    /** The report, with the verdict in its first line. */
    String markdown() {
        MarkdownTable figures = new MarkdownTable(List.of("", "found", "wanted", ""));
        checks.forEach(check -> figures.row(
                List.of(check.what(), Formats.count(check.found()), check.wanted(), check.holds() ? "ok" : "FAILED")));
        MarkdownTable kinds = new MarkdownTable(List.of("poison", "injected", "reason"));
        poison.forEach((kind, count) -> kinds.row(List.of(kind.label(), Formats.count(count), kind.reason())));
        MarkdownTable done = new MarkdownTable(List.of("done", "at"));
        events.forEach(event -> done.row(List.of(event.what(), Formats.seconds(event.at()))));
        return "# Torture: " + title + (passed() ? ": passed" : ": FAILED") + "\n\n"
                + BrokerProcesses.COUNT + " brokers, " + setup.instances() + " instances of the app, "
                + setup.devices().count() + " devices, " + setup.devices().rate() + " records a second, seed "
                + setup.devices().seed() + ", on " + Machine.here() + "\n\n" + figures
                + "\nThe longest that a record took from its device to a reader: " + Formats.seconds(longest) + ".\n\n"
                + kinds + "\n" + done;
    }
}
