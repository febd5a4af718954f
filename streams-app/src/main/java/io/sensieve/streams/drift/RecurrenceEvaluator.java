package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Requests the return to a kept version that is better than the active selection. */
final class RecurrenceEvaluator {
    private final DriftReportFactory reports;
    private final DriftReporter reporter;
    private final BiFunction<String, Integer, Optional<LoadedSelection>> versions;

    /** @param versions returns the selection of a layout and version; empty if it cannot be used */
    RecurrenceEvaluator(
            DriftReportFactory reports,
            DriftReporter reporter,
            BiFunction<String, Integer, Optional<LoadedSelection>> versions) {
        this.reports = reports;
        this.reporter = reporter;
        this.versions = versions;
    }

    /**
     * Finds the version to return to when the error has risen.
     *
     * @param since sums of the records since the rise
     */
    Optional<Integer> findAtAlarm(LayoutMonitor monitor, DriftPartial since) {
        return monitor.recurrence().findAtAlarm(since).filter(version -> isUsable(monitor, version, since));
    }

    /**
     * Requests the return to a version that is better on the latest records, unless this was requested before.
     *
     * @param windowSums sums of the open window, which the report describes
     * @param state state of the layout
     * @return state of the layout afterwards; {@code state} itself if the active selection stays
     */
    DriftState evaluate(LayoutMonitor monitor, DriftPartial windowSums, DriftState state, long now) {
        if (!monitor.mayRequestReturn(now)) {
            return state;
        }
        return monitor.recurrence()
                .findBetter(DriftStates.returns(state, now))
                .filter(version -> isUsable(monitor, version, windowSums))
                .map(version -> requestReturn(monitor, windowSums, state, version, now))
                .orElse(state);
    }

    private DriftState requestReturn(
            LayoutMonitor monitor, DriftPartial windowSums, DriftState state, int version, long now) {
        WindowFindings findings = WindowFindings.ofOpen(windowSums, monitor);
        VerdictPolicy.Judgement judgement = new VerdictPolicy.Judgement(
                state.getVerdict(), List.of(RetrainRequestFactory.describeReturn(version, findings.sums())));
        DriftReport report = reports.create(findings, judgement, state.getLateRecords());
        reporter.send(report, now);
        reporter.request(RetrainRequestFactory.ofRecurrence(report, version, now), now);
        monitor.returnRequested(now);
        return DriftStates.withReturn(DriftStates.withLateRecords(state, 0), now);
    }

    /**
     * Whether all sensors that the version needs work. A version that selects a stuck sensor would seem good, because
     * it reconstructs the stuck value exactly.
     */
    private boolean isUsable(LayoutMonitor monitor, int version, DriftPartial sums) {
        Set<Integer> faulty = new HashSet<>();
        monitor.faultySensors().stream().map(FaultySensor::getIndex).forEach(faulty::add);
        monitor.selection().selection().getProvenance().getFaultyChannels().stream()
                .filter(channel -> !hasRecovered(channel, sums))
                .forEach(faulty::add);
        return find(monitor, version)
                .filter(kept -> IntStream.of(kept.model().channels()).noneMatch(faulty::contains))
                .isPresent();
    }

    private static boolean hasRecovered(int channel, DriftPartial sums) {
        return channel < sums.getLowest().size()
                && sums.getLowest().get(channel) < sums.getHighest().get(channel)
                && 2 * sums.getMeasuredCounts().get(channel) >= sums.getErrorRecords();
    }

    private Optional<LoadedSelection> find(LayoutMonitor monitor, int version) {
        return versions.apply(monitor.selection().selection().getLayout(), version);
    }
}
