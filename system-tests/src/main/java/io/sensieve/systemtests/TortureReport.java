package io.sensieve.systemtests;

import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.load.PoisonPill;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Renders the result of a run.
 *
 * @param title description of the disruption
 * @param setup parts of the system
 * @param checks checks of the outputs
 * @param poison number of poison pills of each kind
 * @param longest longest time from the sending of a record to its reduced record
 * @param events events of the run
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

    /** Renders the report; its title says whether all checks passed. */
    String markdown() {
        MarkdownTable figures = new MarkdownTable(List.of("", "found", "wanted", ""));
        checks.forEach(check -> figures.row(
                List.of(check.what(), Formats.count(check.found()), check.wanted(), check.holds() ? "ok" : "FAILED")));
        MarkdownTable kinds = new MarkdownTable(List.of("poison pill", "sent", "reason"));
        poison.forEach((kind, count) -> kinds.row(List.of(kind.label(), Formats.count(count), kind.reason())));
        MarkdownTable done = new MarkdownTable(List.of("event", "time"));
        events.forEach(event -> done.row(List.of(event.what(), Formats.seconds(event.at()))));
        return "# Torture: " + title + (passed() ? ": passed" : ": FAILED") + "\n\n"
                + BrokerProcesses.COUNT + " brokers, " + setup.instances() + " instances of the app, "
                + setup.devices().count() + " devices, " + setup.devices().rate() + " records a second, seed "
                + setup.devices().seed() + ", on " + Machine.here() + "\n\n" + figures
                + "\nLongest time from the sending of a record to its reduced record: " + Formats.seconds(longest)
                + ".\n\n"
                + kinds + "\n" + done;
    }
}
