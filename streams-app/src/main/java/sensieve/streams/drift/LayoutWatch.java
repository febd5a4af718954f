package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import sensieve.DriftPartial;
import sensieve.DriftWatch;
import sensieve.ErrorBlock;
import sensieve.FaultySensor;
import sensieve.model.LoadedSelection;

/**
 * What is seen of one layout and version between the ends of windows: the detectors of the error, the chosen channels'
 * sensors, and the sums of the records since the error may have risen. Partial sums of windows before the one before
 * the latest are not looked at.
 */
final class LayoutWatch {
    private final DriftSettings settings;
    private final LoadedSelection selection;
    private final ErrorDetectors detectors;
    private final SensorWatch sensors;
    private final ProbationWatch probation;
    private final Set<Integer> asked;
    private @Nullable Long askedAt;
    private long latestWindow;
    private @Nullable DriftPartial recent;

    /** @param state what was known before; null where nothing was */
    LayoutWatch(DriftSettings settings, LoadedSelection selection, @Nullable DriftWatch state) {
        this.settings = settings;
        this.selection = selection;
        ErrorScale scale = ErrorScale.of(selection.selection().getValidation());
        this.detectors =
                ErrorDetectors.of(settings.detectors(), scale, state == null ? List.of() : state.getDetectors());
        this.sensors = new SensorWatch(settings.sensors(), selection, state);
        this.probation =
                new ProbationWatch(settings.probation(), selection, state == null ? null : state.getProbation());
        this.asked = new HashSet<>(state == null ? List.of() : state.getAsked());
        this.askedAt = state == null ? null : state.getAskedAt();
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
        sensors.add(partial, blocks.isEmpty() ? window : blocks.get(0).getTime());
        if (detectors.suspect() || sensors.suspects()) {
            recent = recent != null && DriftSums.sameShape(recent, partial)
                    ? DriftSums.add(recent, partial)
                    : DriftSums.withoutBlocks(partial);
        } else {
            recent = null;
        }
    }

    /** The sums of the records since the error may have risen; null where it has not. */
    @Nullable
    DriftPartial recent() {
        return recent;
    }

    /** Whether the error has risen, and it is not to be waited for whether a sensor is at fault. */
    boolean risen() {
        boolean waits = sensors.suspects()
                && (recent == null
                        || recent.getRecords()
                                < SensorWatch.PATIENCE * settings.sensors().records());
        return detectors.risen() && !waits;
    }

    ErrorDetectors detectors() {
        return detectors;
    }

    /** How the version does against the one that it replaced. */
    ProbationWatch probation() {
        return probation;
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
                probation.known());
    }
}
