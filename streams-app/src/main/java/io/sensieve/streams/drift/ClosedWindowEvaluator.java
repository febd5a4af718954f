package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Verdict;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.drift.detector.ErrorDetector;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Evaluates a closed window: determines its level, updates the verdict of the layout and sends the report. */
final class ClosedWindowEvaluator {
    private final Duration windowLength;
    private final VerdictPolicy policy;
    private final DriftReportFactory reports;
    private final DriftReporter reporter;
    private final RecurrenceEvaluator recurrences;

    ClosedWindowEvaluator(
            DriftSettings settings,
            VerdictPolicy policy,
            DriftReportFactory reports,
            DriftReporter reporter,
            RecurrenceEvaluator recurrences) {
        this.windowLength = settings.window().length();
        this.policy = policy;
        this.reports = reports;
        this.reporter = reporter;
        this.recurrences = recurrences;
    }

    /**
     * Reports a closed window.
     *
     * @param before state of the layout before the window
     * @param sums sums of the window
     * @return state of the layout after the window
     */
    DriftState evaluate(DriftState before, DriftPartial sums, LayoutMonitor monitor, long now) {
        List<FaultySensor> faulty =
                monitor.faultySensorsWith(monitor.reconstructedSensors().evaluate(sums));
        WindowStatistics statistics = WindowStatistics.of(sums, monitor.selection(), faulty);
        ErrorDetector detector = monitor.detector();
        Optional<Long> since = detector.since();
        long start = sums.getWindowStart().toEpochMilli();
        boolean recovered = !detector.isRelevant(statistics.errorMean());
        if (recovered && since.isPresent() && start >= since.get()) {
            detector.clear();
        }
        VerdictPolicy.Judgement level = policy.level(
                statistics,
                detector.hasRisen() && !recovered,
                faulty,
                FaultEffect.of(faulty, sums, monitor.selection()));
        WindowFindings findings =
                new WindowFindings(sums, statistics, monitor.selection(), faulty, detector.detection(), false);
        if (policy.isBeforeDrift(before, start)) {
            DriftReport report = reports.create(findings, VerdictPolicy.beforeDrift(level), before.getLateRecords());
            reporter.send(report, now);
            return DriftStates.withLateRecords(before, 0);
        }
        DriftState after = policy.after(before, level.verdict(), since.orElse(start + windowLength.toMillis()));
        DriftReport report = reports.create(findings, policy.verdict(after, level), after.getLateRecords());
        Optional<Integer> recurring =
                after.getVerdict() == Verdict.DRIFT ? recurrences.findAtAlarm(monitor, sums) : Optional.empty();
        return reporter.report(report, before, after, monitor, recurring, now);
    }
}
