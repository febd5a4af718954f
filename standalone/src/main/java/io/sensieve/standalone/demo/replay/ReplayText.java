package io.sensieve.standalone.demo.replay;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.standalone.demo.run.Narrator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints the drift reports, retrains, selections and summary of a replay. */
final class ReplayText {
    private final Narrator narrator;

    ReplayText(Narrator narrator) {
        this.narrator = narrator;
    }

    /** @param windowRows rows of the first training window */
    void print(ReplaySummary.Report report, int windowRows) {
        ReplaySummary.Findings findings = report.findings();
        narrator.say(
                "%s: %s on version %d%s%s",
                position(report, windowRows),
                report.verdict(),
                report.version(),
                report.records() == 0
                        ? ""
                        : ": error %.3e, %.2f times the validation error"
                                .formatted(report.error().mean(), report.error().ratio()),
                findings.reasons().isEmpty() ? "" : "; " + String.join("; ", findings.reasons()));
        if (!findings.attribution().isEmpty()) {
            narrator.add("attributed to: %s", Narrator.shorten(findings.attribution()));
        }
        if (!findings.faulty().isEmpty()) {
            narrator.add("faulty: %s", Narrator.shorten(findings.faulty()));
        }
    }

    private static String position(ReplaySummary.Report report, int windowRows) {
        ReplaySummary.Rows rows = report.rows();
        Integer since = rows.since();
        String from =
                since == null || since > rows.to() || isStable(report) ? "" : ", since about row %,d".formatted(since);
        return report.early()
                ? "row %,d, %,d records%s".formatted(rows.to(), report.records(), from)
                : "rows %,d to %,d%s%s"
                        .formatted(rows.from(), rows.to(), rows.to() <= windowRows ? ", trained on" : "", from);
    }

    private static boolean isStable(ReplaySummary.Report report) {
        return report.verdict().equals(Verdict.STABLE.name());
    }

    void print(RetrainRequest request, int row) {
        narrator.say("row %,d: retrain requested by %s: %s", row, request.getRequestedBy(), request.getReason());
    }

    void print(RetrainOutcome outcome, int row) {
        narrator.say("row %,d: %s for %s: %s", row, outcome.getResult(), outcome.getCause(), outcome.getReason());
    }

    /** @param champion the selection that {@code selection} replaced, if any */
    void print(Selection selection, @Nullable Selection champion) {
        List<String> names = channelNames(selection);
        narrator.add(
                "version %d: validation error %.3e, predicting the mean %.3e",
                selection.getVersion(),
                selection.getValidation().getMean(),
                selection.getValidation().getPredictMean());
        if (champion == null) {
            narrator.add("channels: %s", Narrator.shorten(names));
            return;
        }
        Set<String> before = Set.copyOf(channelNames(champion));
        List<String> added =
                names.stream().filter(name -> !before.contains(name)).toList();
        List<String> removed = channelNames(champion).stream()
                .filter(name -> !names.contains(name))
                .toList();
        if (added.isEmpty()) {
            narrator.add("the same channels with a new decoder");
        } else {
            narrator.add("%s replace %s", Narrator.shorten(added), Narrator.shorten(removed));
        }
    }

    private static String better(ReplaySummary.Stretch stretch) {
        return stretch.byVersion().entrySet().stream()
                .filter(entry -> entry.getKey() != stretch.version())
                .min(Map.Entry.comparingByValue())
                .map(best -> "; version %d would have had %.4f".formatted(best.getKey(), best.getValue()))
                .orElse("");
    }

    static List<String> channelNames(Selection selection) {
        return selection.getChannels().stream().map(SelectedChannel::getName).toList();
    }

    static void print(ReplaySummary summary, Narrator narrator) {
        summary.records().print(narrator, summary.k(), summary.d());
        ReplaySummary.Drift drift = summary.drift();
        narrator.line(
                "  windows           %,10d   of %d s: %d stable, %d warning, %d drift, %d outage",
                drift.stable() + drift.warning() + drift.drift() + drift.outage(),
                DemoPlan.DRIFT_WINDOW_MS / 1000,
                drift.stable(),
                drift.warning(),
                drift.drift(),
                drift.outage());
        for (ReplaySummary.Version version : summary.versions()) {
            Double error = version.error();
            narrator.line(
                    "  version %-3d       %10s   %s (validation %.3e), %s",
                    version.version(),
                    error == null ? "" : "%.3e".formatted(error),
                    error == null
                            ? "no record was reconstructed by it"
                            : "mean error of %,d records".formatted(version.records()),
                    version.validationError(),
                    version.trigger());
        }
        for (ReplaySummary.Stretch stretch : summary.serving().stretches()) {
            narrator.line(
                    "  rows %,6d-%-,6d   %7.4f   relative RMS of version %d%s",
                    stretch.from(), stretch.to(), stretch.relativeRms(), stretch.version(), better(stretch));
        }
        narrator.line(
                "  regret            %10.2f   served / best version, last tenth of the rows",
                summary.serving().regret());
        narrator.line("  seconds           %10.1f", summary.seconds());
        summary.printChecks(narrator);
    }
}
