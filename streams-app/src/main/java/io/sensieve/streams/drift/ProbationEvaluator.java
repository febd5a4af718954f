package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.Probation;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.List;

/** Requests the champion back when a version fails its probation. */
final class ProbationEvaluator {
    private final DriftReportFactory reports;
    private final DriftReporter reporter;
    private final DriftMeter meter;

    ProbationEvaluator(DriftReportFactory reports, DriftReporter reporter, DriftMeter meter) {
        this.reports = reports;
        this.reporter = reporter;
        this.meter = meter;
    }

    /**
     * Adds a partial sum to the comparison of a version with its champion, and reports the version if it fails its
     * probation.
     *
     * @param windowSums sums that the report describes
     * @param state state of the layout
     * @return state of the layout afterwards; {@code state} itself if the version does not fail
     */
    DriftState evaluate(
            LayoutMonitor monitor, DriftPartial partial, DriftPartial windowSums, DriftState state, long now) {
        Probation probation =
                monitor.probation().add(partial) ? monitor.probation().result() : null;
        if (probation == null) {
            return state;
        }
        VerdictPolicy.Judgement judgement = new VerdictPolicy.Judgement(
                state.getVerdict(), List.of(RetrainRequestFactory.describeProbation(probation)));
        DriftReport report = reports.create(
                WindowFindings.ofOpen(windowSums, monitor), judgement, state.getLateRecords(), probation);
        meter.reported(report);
        meter.probationFailed(report.getLayout());
        reporter.send(report, now);
        reporter.request(RetrainRequestFactory.ofProbation(report, probation, now), now);
        return DriftStates.withLateRecords(state, 0);
    }
}
