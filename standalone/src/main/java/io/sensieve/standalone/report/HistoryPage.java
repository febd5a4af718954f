package io.sensieve.standalone.report;

import io.sensieve.DriftReport;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.TrainingSummary;
import io.sensieve.VersionComparison;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history of a layout as one HTML page: live and validation error over time, versions, and outcomes of
 * retrains with declined challengers. Every number of a chart is also in a table.
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
                "Active",
                history.pointer()
                        .map(pointer -> "version " + pointer.getVersion() + (pointer.getPinned() ? ", pinned" : "")
                                + ", since " + pointer.getPublishedAt())
                        .orElse("none"));
        active().ifPresent(selection -> {
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
            VersionComparison comparison = report.getComparison();
            if (comparison != null) {
                table.row(
                        "Served otherwise",
                        "best kept version " + bestKept(comparison) + ", where the active selection has "
                                + NumberFormats.error(comparison.getError()) + "; regret "
                                + NumberFormats.brief(comparison.getRegret()));
            }
        });
        table.close();
    }

    /** The kept version with the lowest error, and its error; empty without one. */
    private static String bestKept(VersionComparison comparison) {
        return comparison.getVersions().stream()
                .findFirst()
                .map(kept -> kept.getVersion() + ": " + NumberFormats.error(kept.getError()))
                .orElse("");
    }

    private Optional<Selection> active() {
        return history.versions().stream()
                .filter(selection -> history.pointer()
                        .filter(pointer -> pointer.getVersion() == selection.getVersion())
                        .isPresent())
                .findAny();
    }

    /** Draws the error of each window over event time, with the validation error of the version. */
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
        page.element("span", "validation", "class", "key second");
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

    /** The windows with records. */
    private List<DriftReport> measured() {
        return history.reports().stream()
                .filter(report -> report.getRecords() > 0)
                .toList();
    }

    private void windows(List<DriftReport> reports) {
        page.open("details").element("summary", "All " + reports.size() + " windows");
        Table table = new Table(
                page,
                "End",
                "Version",
                "Records",
                "Verdict",
                "Error",
                "Times validation",
                "Channels at drift level",
                "Best kept version",
                "Regret");
        for (DriftReport report : reports) {
            VersionComparison comparison = report.getComparison();
            table.row(
                    report.getWindowEnd().toString(),
                    Integer.toString(report.getSelectionVersion()),
                    Long.toString(report.getRecords()),
                    report.getVerdict().toString(),
                    NumberFormats.error(report.getErrorMean()),
                    NumberFormats.brief(report.getErrorRatio()),
                    Integer.toString(report.getDriftedChannels()),
                    comparison == null ? "" : bestKept(comparison),
                    comparison == null ? "" : NumberFormats.brief(comparison.getRegret()));
        }
        table.close();
        page.close();
    }

    private void versions() {
        page.element("h2", "Versions");
        page.element(
                "p",
                "Error: on the validation rows. Champion: error of the then active version on the same rows."
                        + " New: selected channels that the champion did not have.");
        Table table = new Table(
                page, "Version", "Created", "Trigger", "Error", "Champion", "New", "Rows", "Seconds", "Reason");
        for (Selection selection : history.versions()) {
            var provenance = selection.getProvenance();
            Double before = provenance.getChampionError();
            table.row(
                    selection.getVersion() + (active().filter(selection::equals).isPresent() ? " (active)" : ""),
                    provenance.getCreatedAt().toString(),
                    provenance.getTrigger()
                            + (provenance.getRepublishedVersion() > 0
                                    ? ", republishes " + provenance.getRepublishedVersion()
                                    : ""),
                    NumberFormats.error(selection.getValidation().getMean()),
                    before == null ? "" : NumberFormats.error(before),
                    provenance.getChurn() + " of " + selection.getChannels().size(),
                    Long.toString(provenance.getTrainRows() + provenance.getValidationRows()),
                    NumberFormats.brief(provenance.getSeconds()),
                    reason(selection.getVersion()));
        }
        table.close();
    }

    private String reason(int version) {
        return history.outcomes().stream()
                .filter(outcome -> outcome.getVersion() == version)
                .findFirst()
                .map(RetrainOutcome::getReason)
                .orElse("");
    }

    private void outcomes() {
        page.element("h2", "Retrains and requests");
        if (history.outcomes().isEmpty()) {
            page.element("p", "None.");
            return;
        }
        page.element(
                "p",
                "Limit: the largest error with which a challenger is published, the champion's error minus the margin"
                        + " and the price of the churn.");
        Table table = new Table(
                page, "Ended", "Cause", "Result", "Version", "Champion", "Challenger", "Limit", "New", "Reason");
        for (RetrainOutcome outcome : history.outcomes()) {
            TrainingSummary figures = outcome.getTraining();
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
