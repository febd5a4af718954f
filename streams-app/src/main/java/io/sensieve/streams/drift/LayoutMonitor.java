package io.sensieve.streams.drift;

import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.detector.ErrorDetectors;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.streams.drift.detector.WindowSplits;
import io.sensieve.streams.drift.probation.ProbationMonitor;
import io.sensieve.streams.drift.sensor.ReconstructedSensorMonitor;
import io.sensieve.streams.drift.sensor.SelectedSensorMonitor;
import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.LayoutMonitorState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Monitors one layout and selection version with each partial sum: updates the error detectors, the monitors of faulty
 * sensors, and the probation. Adds up the records since a suspected rise of the error, and since a detected rise.
 * Ignores partial sums of windows older than the window before the latest.
 */
final class LayoutMonitor {
    /** Largest share of the records on one side of a change that may belong to the other side. */
    static final double OTHER_SIDE_MAX = 0.125;

    private final DriftSettings settings;
    private final LoadedSelection selection;
    private final ErrorDetectors detectors;
    private final SelectedSensorMonitor selectedSensors;
    private final ReconstructedSensorMonitor reconstructedSensors;
    private final ProbationMonitor probation;
    private final Set<Integer> requestedWithout;
    private @Nullable Long requestedAt;
    private long latestWindow;
    private @Nullable DriftPartial sinceSuspicion;
    private @Nullable DriftPartial sinceRise;

    /** Batch statistics of the records before the error may have risen; not restored after a restart. */
    private List<Double> baselineStatistics = List.of();

    private List<Long> baselineDegreesOfFreedom = List.of();

    /** @param state state to restore; null for a new monitor */
    LayoutMonitor(DriftSettings settings, LoadedSelection selection, @Nullable LayoutMonitorState state) {
        this.settings = settings;
        this.selection = selection;
        this.detectors = ErrorDetectors.of(
                settings.detectors(),
                ErrorScale.of(selection.selection().getValidation()),
                settings.thresholds().errorDrift(),
                state == null ? List.of() : state.getDetectors());
        this.selectedSensors = new SelectedSensorMonitor(settings.sensors(), selection, state);
        this.reconstructedSensors = new ReconstructedSensorMonitor(
                settings.sensors(), selection, state == null ? List.of() : state.getConstantChannels());
        this.probation =
                new ProbationMonitor(settings.probation(), selection, state == null ? null : state.getProbation());
        this.requestedWithout = new HashSet<>(state == null ? List.of() : state.getRequestedWithout());
        this.requestedAt = state == null ? null : state.getRequestedAt();
        this.latestWindow = state == null ? Long.MIN_VALUE : state.getLatestWindow();
    }

    /** Adds the next partial sum, which fits the selection. */
    void add(DriftPartial partial) {
        long window = partial.getWindowStart().toEpochMilli();
        if (latestWindow != Long.MIN_VALUE
                && window < latestWindow - settings.window().length().toMillis()) {
            return;
        }
        latestWindow = Math.max(latestWindow, window);
        List<ErrorBlock> blocks = partial.getErrorBlocks();
        blocks.forEach(detectors::add);
        selectedSensors.add(partial, blocks.isEmpty() ? window : blocks.get(0).getTime());
        sinceSuspicion =
                detectors.isSuspicious() || selectedSensors.isSuspicious() ? sum(sinceSuspicion, partial) : null;
        if (sinceSuspicion == null && !detectors.hasRisen()) {
            baselineStatistics = WindowSums.addBatches(baselineStatistics, partial.getBatchStatistics(), Double::sum);
            baselineDegreesOfFreedom =
                    WindowSums.addBatches(baselineDegreesOfFreedom, partial.getBatchDegreesOfFreedom(), Long::sum);
        }
        if (!detectors.hasRisen()) {
            sinceRise = null;
        } else if (isSince(detectors.since().orElse(Long.MIN_VALUE), partial)) {
            sinceRise = sum(sinceRise, partial);
        }
    }

    /** Whether at most a few records are older than {@code since}: detectors find some changes one block too late. */
    private static boolean isSince(long since, DriftPartial partial) {
        long before = partial.getErrorBlocks().stream()
                .filter(block -> block.getTime() < since)
                .mapToLong(ErrorBlock::getCount)
                .sum();
        return before <= OTHER_SIDE_MAX * partial.getRecords();
    }

    private static DriftPartial sum(@Nullable DriftPartial sums, DriftPartial partial) {
        return sums != null && WindowSums.haveSameShape(sums, partial)
                ? WindowSums.add(sums, partial)
                : WindowSums.withoutBlocks(partial);
    }

    /**
     * Replaces the batch statistics of sums by those of the records before the change, because the records after the
     * change are too few to estimate their effective sample size.
     */
    DriftPartial withBaselineBatches(DriftPartial sums) {
        return DriftPartial.newBuilder(sums)
                .setBatchStatistics(baselineStatistics)
                .setBatchDegreesOfFreedom(baselineDegreesOfFreedom)
                .build();
    }

    /** Sums of the records since a rise of the error or a sensor fault is suspected; null without a suspicion. */
    @Nullable
    DriftPartial sinceSuspicion() {
        return sinceSuspicion;
    }

    /** Sums of the records since the rise that the detectors found; null without a rise. */
    @Nullable
    DriftPartial sinceRise() {
        return sinceRise;
    }

    /**
     * Whether the error has risen and enough records have followed to attribute the rise. False while a sensor fault is
     * suspected, until {@link SelectedSensorMonitor} has enough records to decide.
     */
    boolean hasRisen() {
        DriftPartial suspicious = sinceSuspicion;
        DriftPartial risen = sinceRise;
        boolean undecided = selectedSensors.isSuspicious()
                && (suspicious == null
                        || suspicious.getRecords()
                                < SelectedSensorMonitor.PATIENCE
                                        * settings.sensors().records());
        return detectors.hasRisen() && !undecided && risen != null && risen.getRecords() >= WindowSplits.AFTER_MIN;
    }

    ErrorDetectors detectors() {
        return detectors;
    }

    ProbationMonitor probation() {
        return probation;
    }

    ReconstructedSensorMonitor reconstructedSensors() {
        return reconstructedSensors;
    }

    LoadedSelection selection() {
        return selection;
    }

    /** The faulty sensors of selected channels, by channel. */
    List<FaultySensor> faultySelectedSensors() {
        return selectedSensors.faulty();
    }

    /**
     * Whether to request a selection without the faulty channels: true if one of them is newly faulty, or if the latest
     * request is older than {@link DriftSettings#retrainRepeat()}.
     */
    boolean shouldRequestWithout(List<FaultySensor> faulty, long now) {
        boolean repeat = requestedAt == null
                || now - requestedAt >= settings.retrainRepeat().toMillis();
        return faulty.stream().anyMatch(sensor -> repeat || !requestedWithout.contains(sensor.getIndex()));
    }

    /**
     * Remembers that a selection without the faulty channels was requested {@code now}; does nothing without channels.
     */
    void requestedWithout(List<FaultySensor> faulty, long now) {
        if (!faulty.isEmpty()) {
            faulty.forEach(sensor -> requestedWithout.add(sensor.getIndex()));
            requestedAt = now;
        }
    }

    /** Returns the state to store. It does not include the sums, which are lost on a restart. */
    LayoutMonitorState state() {
        return LayoutMonitorState.newBuilder()
                .setLayout(selection.selection().getLayout())
                .setSelectionVersion(selection.version())
                .setLatestWindow(latestWindow)
                .setDetectors(detectors.states())
                .setBaselineRecords(selectedSensors.baselineRecords())
                .setBaselineRepeats(selectedSensors.baselineRepeats())
                .setSuspectedFaults(selectedSensors.suspectedFaults())
                .setRequestedWithout(new ArrayList<>(requestedWithout))
                .setRequestedAt(requestedAt)
                .setProbation(probation.result())
                .setConstantChannels(reconstructedSensors.states())
                .build();
    }
}
