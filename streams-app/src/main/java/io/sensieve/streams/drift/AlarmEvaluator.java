package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports drift and faulty sensors at once, without waiting for the end of the window. */
final class AlarmEvaluator {
    private final DriftReportFactory reports;
    private final DriftReporter reporter;
    private final RecurrenceEvaluator recurrences;

    AlarmEvaluator(DriftReportFactory reports, DriftReporter reporter, RecurrenceEvaluator recurrences) {
        this.reports = reports;
        this.reporter = reporter;
        this.recurrences = recurrences;
    }

    /**
     * Reports a rise of the error, or newly faulty sensors of selected channels.
     *
     * @param before state of the layout
     * @param windowSums sums of the open window so far
     * @return state of the layout afterwards; {@code before} itself if there is no alarm
     */
    DriftState evaluate(LayoutMonitor monitor, DriftPartial windowSums, DriftState before, long now) {
        boolean risen = monitor.hasRisen() && before.getVerdict() != Verdict.DRIFT;
        List<FaultySensor> faulty = monitor.faultySelectedSensors();
        boolean newlyFaulty = monitor.shouldRequestWithout(faulty, now);
        if (!risen && !newlyFaulty) {
            return before;
        }
        DriftPartial recent = risen ? monitor.sinceRise() : monitor.sinceSuspicion();
        DriftPartial sums = recent == null ? windowSums : recent;
        WindowFindings findings = WindowFindings.ofOpen(sums, monitor);
        boolean drift = risen && !isExplainedByFaults(findings);
        if (!drift && !newlyFaulty) {
            return before;
        }
        DriftState after = drift
                ? DriftStates.withDrift(before, monitor.detector().since().orElse(now))
                : DriftStates.withWarning(before);
        Optional<Integer> recurring = drift ? recurrences.findAtAlarm(monitor, sums) : Optional.empty();
        List<String> reasons = new ArrayList<>();
        if (drift) {
            RetrainRequestFactory.describeRise(findings.detection()).ifPresent(reasons::add);
        }
        recurring.ifPresent(version -> reasons.add(RetrainRequestFactory.describeReturn(version, sums)));
        if (newlyFaulty) {
            reasons.add(RetrainRequestFactory.describeFaults(faulty));
        }
        DriftReport report = reports.create(
                findings, new VerdictPolicy.Judgement(after.getVerdict(), reasons), after.getLateRecords());
        return reporter.report(report, before, after, monitor, recurring, now);
    }

    private static boolean isExplainedByFaults(WindowFindings findings) {
        List<FaultySensor> faulty = findings.faulty();
        return faulty.stream().anyMatch(sensor -> sensor.getSelected() && sensor.getFault() == SensorFault.FAULT_CODE)
                || FaultEffect.of(faulty, findings.sums(), findings.selection()).explainsError();
    }
}
