package io.sensieve.streams.drift;

import io.sensieve.ErrorSummary;
import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.detector.ErrorDetector;
import io.sensieve.streams.drift.recurrence.RecurrenceMonitor;
import io.sensieve.streams.drift.sensor.FaultCodeMonitor;
import io.sensieve.streams.drift.sensor.ReconstructedSensorMonitor;
import io.sensieve.streams.drift.sensor.SelectedSensorMonitor;
import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.LayoutMonitorState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Monitors one layout and selection version with each partial sum: updates the error detector, the monitors of faulty
 * sensors, the comparison with kept versions, and the state of an outage. Adds up the records since a suspected sensor
 * fault, and since a rise of the error. Ignores partial sums of windows older than the window before the latest.
 */
final class LayoutMonitor {
    /** Largest share of the records on one side of a change that may belong to the other side. */
    static final double OTHER_SIDE_MAX = 0.125;

    /** Consecutive records of an outage that make the layout's state an outage. */
    private static final long OUTAGE_RECORDS = 32;

    private final DriftSettings settings;
    private final LoadedSelection selection;
    private final ErrorDetector detector;
    private final SelectedSensorMonitor selectedSensors;
    private final ReconstructedSensorMonitor reconstructedSensors;
    private final FaultCodeMonitor faultCodes;
    private final RecurrenceMonitor recurrence = new RecurrenceMonitor();
    private final Set<Integer> requestedWithout;
    private @Nullable Long requestedAt;
    private @Nullable Long returnRequestedAt;
    private long outageRun;
    private boolean hasRecords;
    private long latestWindow;
    private @Nullable DriftPartial sinceSuspicion;
    private @Nullable DriftPartial sinceRise;

    /** @param state state to restore; null for a new monitor */
    LayoutMonitor(DriftSettings settings, LoadedSelection selection, @Nullable LayoutMonitorState state) {
        this.settings = settings;
        this.selection = selection;
        ErrorSummary validation = selection.selection().getValidation();
        double errorDrift = settings.thresholds().errorDrift();
        this.detector = state == null
                ? new ErrorDetector(settings.detector(), validation, errorDrift)
                : ErrorDetector.restore(
                        settings.detector(), validation, errorDrift, state.getErrorBuckets(), state.getDetection());
        this.selectedSensors = new SelectedSensorMonitor(settings.sensors(), selection, state);
        this.reconstructedSensors = new ReconstructedSensorMonitor(
                settings.sensors(), selection, state == null ? List.of() : state.getConstantChannels());
        this.faultCodes = new FaultCodeMonitor(selection);
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
        blocks.forEach(detector::add);
        long time = blocks.isEmpty() ? window : blocks.get(0).getTime();
        selectedSensors.add(partial, time);
        faultCodes.add(partial, time);
        recurrence.add(partial);
        hasRecords |= partial.getRecords() > 0;
        outageRun = partial.getRecords() == 0 ? outageRun + partial.getOutageRecords() : partial.getOutageRun();
        sinceSuspicion = mayBeSensorFault() ? sum(sinceSuspicion, partial) : null;
        if (!detector.hasRisen()) {
            sinceRise = null;
        } else if (isSince(detector.since().orElse(Long.MIN_VALUE), partial)) {
            sinceRise = sum(sinceRise, partial);
        }
    }

    /**
     * Whether at most a few records are older than {@code since}: the detector finds some changes one block too late.
     */
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

    /** Sums of the records since a sensor fault is suspected; null without a suspicion. */
    @Nullable
    DriftPartial sinceSuspicion() {
        return sinceSuspicion;
    }

    /** Sums of the records since the rise that the detector found; null without a rise. */
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
        boolean undecided = mayBeSensorFault()
                && (suspicious == null
                        || suspicious.getRecords()
                                < SelectedSensorMonitor.PATIENCE
                                        * settings.sensors().records());
        return detector.hasRisen() && !undecided && risen != null && risen.getRecords() >= ErrorDetector.NEWER_MIN;
    }

    ErrorDetector detector() {
        return detector;
    }

    RecurrenceMonitor recurrence() {
        return recurrence;
    }

    /**
     * Whether the layout is in an outage: the latest records are of one. An outage from before this monitor began, for
     * a new version or after a restart, goes on until a record outside of it arrives.
     *
     * @param before whether the layout was in an outage
     */
    boolean isOutage(boolean before) {
        return outageRun >= OUTAGE_RECORDS || (before && !hasRecords);
    }

    /** Whether no return to a kept version was requested, or so long ago that the request may be repeated. */
    boolean mayRequestReturn(long now) {
        Long at = returnRequestedAt;
        return at == null || now - at >= settings.retrainRepeat().toMillis();
    }

    /** Remembers that a return to a kept version was requested {@code now}. */
    void returnRequested(long now) {
        returnRequestedAt = now;
    }

    private boolean mayBeSensorFault() {
        return selectedSensors.isSuspicious() || faultCodes.isSuspicious();
    }

    ReconstructedSensorMonitor reconstructedSensors() {
        return reconstructedSensors;
    }

    LoadedSelection selection() {
        return selection;
    }

    /** The faulty sensors of selected channels, by channel. */
    List<FaultySensor> faultySelectedSensors() {
        return faultySensors().stream().filter(FaultySensor::getSelected).toList();
    }

    /** The faulty sensors of selected channels and all sensors that send a fault code, by channel. */
    List<FaultySensor> faultySensors() {
        Map<Integer, FaultySensor> faulty = new TreeMap<>();
        selectedSensors.faulty().forEach(sensor -> faulty.put(sensor.getIndex(), sensor));
        faultCodes.faulty().forEach(sensor -> faulty.put(sensor.getIndex(), sensor));
        return List.copyOf(faulty.values());
    }

    /**
     * The faulty sensors of selected channels, all sensors that send a fault code, and {@code reconstructed}, by
     * channel.
     *
     * @param reconstructed faulty sensors of channels that are not selected
     */
    List<FaultySensor> faultySensorsWith(List<FaultySensor> reconstructed) {
        Map<Integer, FaultySensor> faulty = new TreeMap<>();
        reconstructed.forEach(sensor -> faulty.put(sensor.getIndex(), sensor));
        faultySensors().forEach(sensor -> faulty.put(sensor.getIndex(), sensor));
        return List.copyOf(faulty.values());
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
                .setDetection(detector.detection())
                .setErrorBuckets(detector.buckets())
                .setBaselineRecords(selectedSensors.baselineRecords())
                .setBaselineRepeats(selectedSensors.baselineRepeats())
                .setSuspectedFaults(selectedSensors.suspectedFaults())
                .setRequestedWithout(new ArrayList<>(requestedWithout))
                .setRequestedAt(requestedAt)
                .setConstantChannels(reconstructedSensors.states())
                .build();
    }
}
