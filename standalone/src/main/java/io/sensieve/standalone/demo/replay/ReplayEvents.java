package io.sensieve.standalone.demo.replay;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import io.sensieve.standalone.demo.run.TopicFollower;
import io.sensieve.standalone.demo.run.TrainingProgressLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints new drift reports, retrain requests and outcomes with row numbers, and collects the reports. */
final class ReplayEvents {
    private final TopicFollower topics;
    private final SentRows rows;
    private final int windowRows;
    private final ReplayText text;
    private final TrainingProgressLine progress;
    private final List<ReplaySummary.Report> reports = new ArrayList<>();
    private final Map<Verdict, Integer> windows = new EnumMap<>(Verdict.class);
    private final Set<Fault> faults = new HashSet<>();
    private int requestsPrinted;
    private int outcomesPrinted;
    private String lastFindings = ReplaySummary.Findings.NONE.summary(Verdict.STABLE.name());
    private @Nullable Integer firstDriftRow;

    /** A fault of a channel's sensor in rows that a report covers, counted from 1. */
    private record Fault(int channel, int from, int to) {}

    /** @param windowRows rows of the first training window */
    ReplayEvents(TopicFollower topics, SentRows rows, int windowRows, ReplayText text, TrainingProgressLine progress) {
        this.topics = topics;
        this.rows = rows;
        this.windowRows = windowRows;
        this.text = text;
        this.progress = progress;
    }

    /** Whether the outcome of a training has been printed. */
    boolean hasOutcome() {
        return outcomesPrinted > 0;
    }

    /** The collected reports. */
    ReplaySummary.Drift drift() {
        return new ReplaySummary.Drift(
                windows.getOrDefault(Verdict.STABLE, 0),
                windows.getOrDefault(Verdict.WARNING, 0),
                windows.getOrDefault(Verdict.DRIFT, 0),
                windows.getOrDefault(Verdict.OUTAGE, 0),
                firstDriftRow,
                reports);
    }

    /** Indices of the channels whose sensors are faulty in a row, counted from 1, according to a report. */
    Set<Integer> faultyChannels(int row) {
        return faults.stream()
                .filter(fault -> fault.from() <= row && row <= fault.to())
                .map(Fault::channel)
                .collect(Collectors.toSet());
    }

    /** Prints what the topics have received since the last call. */
    void print() {
        topics.reportsFrom(reports.size()).forEach(this::add);
        for (RetrainRequest request : topics.requestsFrom(requestsPrinted)) {
            requestsPrinted++;
            text.print(request, rows.sent());
        }
        for (RetrainOutcome outcome : topics.outcomesFrom(outcomesPrinted)) {
            Selection selection = topics.selection(outcome.getVersion()).orElse(null);
            if (outcome.getVersion() > 0 && selection == null) {
                return;
            }
            outcomesPrinted++;
            progress.skipCurrent();
            text.print(outcome, rows.sent());
            if (selection != null) {
                text.print(
                        selection,
                        topics.selection(outcome.getChampionVersion()).orElse(null));
            }
        }
    }

    /** Adds a report, and prints it if its verdict, attribution or faulty sensors differ from the one before. */
    private void add(DriftReport report) {
        if (!report.getEarly()) {
            windows.merge(report.getVerdict(), 1, Integer::sum);
        }
        if (report.getVerdict() == Verdict.DRIFT && firstDriftRow == null) {
            firstDriftRow = rows.sent();
        }
        ReplaySummary.Report added = withRows(report);
        report.getFaultySensors()
                .forEach(sensor -> faults.add(new Fault(
                        sensor.getIndex(),
                        rows.before(Instant.ofEpochMilli(sensor.getSince())) + 1,
                        added.rows().to())));
        reports.add(added);
        String findings = added.findings().summary(added.verdict());
        if (!findings.equals(lastFindings)) {
            lastFindings = findings;
            text.print(added, windowRows);
        }
    }

    private ReplaySummary.Report withRows(DriftReport report) {
        int from = rows.before(report.getWindowStart()) + 1;
        Integer since = Optional.ofNullable(report.getDetection().getSince())
                .map(time -> rows.before(Instant.ofEpochMilli(time)) + 1)
                .orElse(null);
        return new ReplaySummary.Report(
                new ReplaySummary.Rows(from, Math.max(from, rows.before(report.getWindowEnd())), since),
                report.getEarly(),
                report.getSelectionVersion(),
                report.getVerdict().name(),
                report.getRecords(),
                new ReplaySummary.MeanError(report.getErrorMean(), report.getErrorRatio()),
                new ReplaySummary.Findings(
                        report.getReasons(),
                        report.getAttribution().stream()
                                .map(ReplayEvents::attributed)
                                .toList(),
                        report.getFaultySensors().stream()
                                .map(ReplayEvents::faulty)
                                .toList()));
    }

    private static String attributed(AttributedChannel channel) {
        return channel.getName() + (channel.getSelected() ? " (selected)" : "");
    }

    private static String faulty(FaultySensor sensor) {
        return sensor.getName() + " " + sensor.getFault();
    }
}
