package io.sensieve.streams.drift;

import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.detector.ErrorDetectors;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.streams.drift.detector.WindowSplits;
import io.sensieve.streams.drift.probation.ProbationWatch;
import io.sensieve.streams.drift.sensor.ReconstructedSensorWatch;
import io.sensieve.streams.drift.sensor.SelectedSensorWatch;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftWatch;
import io.sensieve.streams.state.ErrorBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of one layout and version between the ends of windows: the detectors of the error, the chosen channels'
 * sensors, and the sums of the records since the error may have risen, or has. Partial sums of windows before the one
 * before the latest are not looked at.
 */
final class LayoutWatch {
    /** Share of what counts as of one side of a change that may be of the other. */
    static final double OLD_MAX = 0.125;

    private final DriftSettings settings;
    private final LoadedSelection selection;
    private final ErrorDetectors detectors;
    private final SelectedSensorWatch sensors;
    private final ReconstructedSensorWatch rebuilt;
    private final ProbationWatch probation;
    private final Set<Integer> asked;
    private @Nullable Long askedAt;
    private long latestWindow;
    private @Nullable DriftPartial recent;
    private @Nullable DriftPartial changed;
    /** Of the records before the error may have risen. */
    private List<Double> batchStatistics = List.of();

    private List<Long> batchFreedoms = List.of();

    /** @param state what was known before; null where nothing was */
    LayoutWatch(DriftSettings settings, LoadedSelection selection, @Nullable DriftWatch state) {
        this.settings = settings;
        this.selection = selection;
        ErrorScale scale = ErrorScale.of(selection.selection().getValidation());
        this.detectors = ErrorDetectors.of(
                settings.detectors(),
                scale,
                settings.thresholds().errorDrift(),
                state == null ? List.of() : state.getDetectors());
        this.sensors = new SelectedSensorWatch(settings.sensors(), selection, state);
        this.rebuilt = new ReconstructedSensorWatch(
                settings.sensors(), selection, state == null ? List.of() : state.getConstant());
        this.probation =
                new ProbationWatch(settings.probation(), selection, state == null ? null : state.getProbation());
        this.asked = new HashSet<>(state == null ? List.of() : state.getRequested());
        this.askedAt = state == null ? null : state.getRequestedAt();
        this.latestWindow = state == null ? Long.MIN_VALUE : state.getLatestWindow();
    }

    /** Looks at the next partial sum, which fits the selection. */
    void add(DriftPartial partial) {
        long window = partial.getWindowStart().toEpochMilli();
        if (latestWindow != Long.MIN_VALUE
                && window < latestWindow - settings.window().toMillis()) {
            return;
        }
        latestWindow = Math.max(latestWindow, window);
        List<ErrorBlock> blocks = partial.getBlocks();
        blocks.forEach(detectors::add);
        long time = blocks.isEmpty() ? window : blocks.get(0).getTime();
        sensors.add(partial, time);
        recent = detectors.suspect() || sensors.suspects() ? sum(recent, partial) : null;
        if (recent == null && !detectors.risen()) {
            batchStatistics = WindowSums.addScales(batchStatistics, partial.getBatchStatistics(), Double::sum);
            batchFreedoms = WindowSums.addScales(batchFreedoms, partial.getBatchFreedoms(), Long::sum);
        }
        if (!detectors.risen()) {
            changed = null;
        } else if (isSince(detectors.since().orElse(Long.MIN_VALUE), partial)) {
            changed = sum(changed, partial);
        }
    }

    /** Whether all but a few of the records came since then: a change is seen a block too late now and then. */
    private static boolean isSince(long since, DriftPartial partial) {
        long before = partial.getBlocks().stream()
                .filter(block -> block.getTime() < since)
                .mapToLong(ErrorBlock::getCount)
                .sum();
        return before <= OLD_MAX * partial.getRecords();
    }

    private static DriftPartial sum(@Nullable DriftPartial sums, DriftPartial partial) {
        return sums != null && WindowSums.sameShape(sums, partial)
                ? WindowSums.add(sums, partial)
                : WindowSums.withoutBlocks(partial);
    }

    /**
     * The sums, with what was known before of how alike neighbouring records are: too few have come since to tell. It
     * is learnt anew after a restart.
     */
    DriftPartial withUsualBatches(DriftPartial sums) {
        return DriftPartial.newBuilder(sums)
                .setBatchStatistics(batchStatistics)
                .setBatchFreedoms(batchFreedoms)
                .build();
    }

    /** The sums of the records since the error, or a sensor, may have changed; null where neither has. */
    @Nullable
    DriftPartial recent() {
        return recent;
    }

    /** The sums of records since the rise that the detectors found; null where there is none. */
    @Nullable
    DriftPartial changed() {
        return changed;
    }

    /**
     * Whether the error has risen, enough records have come since to tell what of, and it is not to be waited for
     * whether a sensor is at fault.
     */
    boolean risen() {
        boolean waits = sensors.suspects()
                && (recent == null
                        || recent.getRecords()
                                < SelectedSensorWatch.PATIENCE
                                        * settings.sensors().records());
        return detectors.risen() && !waits && changed != null && changed.getRecords() >= WindowSplits.AFTER_MIN;
    }

    ErrorDetectors detectors() {
        return detectors;
    }

    /** How the version does against the one that it replaced. */
    ProbationWatch probation() {
        return probation;
    }

    /** The sensors of channels that are rebuilt, which windows tell of. */
    ReconstructedSensorWatch rebuilt() {
        return rebuilt;
    }

    LoadedSelection selection() {
        return selection;
    }

    /** The chosen channels' faulty sensors. */
    List<FaultySensor> faulty() {
        return sensors.faulty();
    }

    /** Whether a selection without some of the faulty channels was not asked for yet, or long ago. */
    boolean asks(List<FaultySensor> faulty, long now) {
        boolean repeat =
                askedAt == null || now - askedAt >= settings.retrainRepeat().toMillis();
        return faulty.stream().anyMatch(sensor -> repeat || !asked.contains(sensor.getIndex()));
    }

    /** Notes that a selection without the faulty channels was asked for {@code now}. */
    void asked(List<FaultySensor> faulty, long now) {
        faulty.forEach(sensor -> asked.add(sensor.getIndex()));
        askedAt = now;
    }

    /** All of it, but for the sums. */
    DriftWatch state() {
        return new DriftWatch(
                selection.selection().getLayout(),
                selection.version(),
                latestWindow,
                detectors.states(),
                sensors.compared(),
                LongStream.of(sensors.usual()).boxed().toList(),
                sensors.states(),
                new ArrayList<>(asked),
                askedAt,
                probation.known(),
                rebuilt.states());
    }
}
