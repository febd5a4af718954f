package io.sensieve.standalone.report;

import io.sensieve.DriftReport;
import io.sensieve.RetrainFigures;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running system as one HTML file: its versions with what each was for and what it cost, the live error beside that
 * of the validation rows, and the challengers that lost. Every number in a picture stands in a table too.
 */
final class HistoryPage {
    private static final double WIDTH = 920;
    private static final double HEIGHT = 280;
    private static final double MS_OF_HOUR = 3_600_000;

    private final History history;
    private final Markup page = new Markup();

    HistoryPage(History history) {
        this.history = history;
    }

    String html() {
        PageFrame.open(page, "Sensieve: " + history.layout());
        facts();
        errors();
        versions();
        outcomes();
        return PageFrame.close(page);
    }

    private void facts() {
        Table table = new Table(page, "Now", "");
        table.row(
                "In force",
                history.pointer()
                        .map(pointer -> "version " + pointer.getVersion() + (pointer.getPinned() ? ", pinned" : "")
                                + ", since " + pointer.getPublishedAt())
                        .orElse("nothing"));
        inForce().ifPresent(selection -> {
            table.row(
                    "Channels",
                    selection.getChannels().size() + " of "
                            + selection.getChannelNames().size() + " by " + selection.getMethod());
            table.row(
                    "Validation error",
                    NumberFormats.error(selection.getValidation().getMean()));
            table.row(
                    "Predicting the mean",
                    NumberFormats.error(selection.getValidation().getPredictMean()));
        });
        last(measured()).ifPresent(report -> {
            table.row("Verdict", report.getVerdict() + " at " + report.getWindowEnd());
            table.row("Live error", NumberFormats.error(report.getErrorMean()));
        });
        table.close();
    }

    private Optional<Selection> inForce() {
        return history.versions().stream()
                .filter(selection -> history.pointer()
                        .filter(pointer -> pointer.getVersion() == selection.getVersion())
                        .isPresent())
                .findAny();
    }

    /** The windows' errors over event time beside the validation error of the version that made them. */
    private void errors() {
        page.element("h2", "Error over time");
        List<DriftReport> reports = measured();
        if (reports.isEmpty()) {
            page.element("p", "No window has been reported yet.");
            return;
        }
        Instant start = reports.get(0).getWindowStart();
        double[] hours = new double[reports.size()];
        double[] live = new double[reports.size()];
        double[] validation = new double[reports.size()];
        for (int i = 0; i < live.length; i++) {
            DriftReport report = reports.get(i);
            hours[i] = hours(start, report.getWindowEnd());
            live[i] = report.getErrorMean();
            validation[i] = report.getErrorMean() / report.getErrorRatio();
        }
        page.open("p");
        page.element("span", "live", "class", "key first");
        page.element("span", "of the validation rows", "class", "key second");
        page.close();
        double[] all =
                Stream.of(live, validation).flatMapToDouble(Arrays::stream).toArray();
        Chart chart = new Chart(
                page,
                "Mean normalised error of each window",
                "hours of event time since " + start,
                WIDTH,
                HEIGHT,
                hours,
                all,
                true);
        chart.line("first", hours, live).line("second", hours, validation);
        for (int i = 1; i < reports.size(); i++) {
            if (reports.get(i).getSelectionVersion() != reports.get(i - 1).getSelectionVersion()) {
                chart.mark(hours[i], Integer.toString(reports.get(i).getSelectionVersion()));
            }
        }
        chart.close();
        windows(reports);
    }

    /** Windows in which something was measured. */
    private List<DriftReport> measured() {
        return history.reports().stream()
                .filter(report -> report.getRecords() > 0)
                .toList();
    }

    private void windows(List<DriftReport> reports) {
        page.open("details").element("summary", "All " + reports.size() + " windows");
        Table table = new Table(page, "End", "Version", "Records", "Verdict", "Error", "Over validation", "Moved");
        for (DriftReport report : reports) {
            table.row(
                    report.getWindowEnd().toString(),
                    Integer.toString(report.getSelectionVersion()),
                    Long.toString(report.getRecords()),
                    report.getVerdict().toString(),
                    NumberFormats.error(report.getErrorMean()),
                    NumberFormats.brief(report.getErrorRatio()),
                    Integer.toString(report.getDriftedChannels()));
        }
        table.close();
        page.close();
    }

    private void versions() {
        page.element("h2", "Versions");
        page.element(
                "p",
                "Error: of the validation rows, held out. Before: that of the version in force then, on the same rows."
                        + " New: chosen channels that it did not have.");
        Table table = new Table(
                page, "Version", "Made", "For", "Error", "Before", "New", "Rows", "Seconds", "What it was for");
        for (Selection selection : history.versions()) {
            var provenance = selection.getProvenance();
            Double before = provenance.getChampionError();
            table.row(
                    selection.getVersion()
                            + (inForce().filter(selection::equals).isPresent() ? " (in force)" : ""),
                    provenance.getCreatedAt().toString(),
                    provenance.getTrigger()
                            + (provenance.getRepublishOf() > 0 ? ", repeats " + provenance.getRepublishOf() : ""),
                    NumberFormats.error(selection.getValidation().getMean()),
                    before == null ? "" : NumberFormats.error(before),
                    provenance.getChurn() + " of " + selection.getChannels().size(),
                    Long.toString(provenance.getTrainRows() + provenance.getValidationRows()),
                    NumberFormats.brief(provenance.getSeconds()),
                    why(selection.getVersion()));
        }
        table.close();
    }

    private String why(int version) {
        return history.outcomes().stream()
                .filter(outcome -> outcome.getVersion() == version)
                .findFirst()
                .map(RetrainOutcome::getReason)
                .orElse("");
    }

    private void outcomes() {
        page.element("h2", "Retrains and requests");
        if (history.outcomes().isEmpty()) {
            page.element("p", "None is kept.");
            return;
        }
        page.element(
                "p",
                "Needed: the most that the challenger's error could be, the champion's less the margin and the price of"
                        + " the churn.");
        Table table = new Table(
                page, "Ended", "Asked by", "Result", "Version", "Champion", "Challenger", "Needed", "New", "Reason");
        for (RetrainOutcome outcome : history.outcomes()) {
            RetrainFigures figures = outcome.getTrained();
            table.row(
                    outcome.getDecidedAt().toString(),
                    outcome.getCause(),
                    outcome.getResult().toString(),
                    outcome.getVersion() > 0 ? Integer.toString(outcome.getVersion()) : "",
                    figure(figures == null ? null : figures.getChampionError()),
                    figure(figures == null ? null : figures.getChallengerError()),
                    figure(figures == null ? null : figures.getErrorLimit()),
                    figures == null ? "" : figures.getChurn() + " of " + figures.getChannels(),
                    outcome.getReason());
        }
        table.close();
    }

    private static String figure(@Nullable Double error) {
        return error == null ? "" : NumberFormats.error(error);
    }

    private static double hours(Instant start, Instant end) {
        return (end.toEpochMilli() - start.toEpochMilli()) / MS_OF_HOUR;
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
