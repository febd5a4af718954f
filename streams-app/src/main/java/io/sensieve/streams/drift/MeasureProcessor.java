package io.sensieve.streams.drift;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.probation.ChampionComparison;
import io.sensieve.streams.drift.probation.ChampionComparisons;
import io.sensieve.streams.drift.sensor.DeviceValues;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.record.RecordTimestamps;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.state.DriftPartial;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds each rebuilt record to its layout's sums. The sums of a task, {@link DriftPartial}s, go on when event time
 * leaves their window and on every tick of the wall clock; what a kill loses of them is at most the time between two
 * ticks. At most {@value #OPEN_MAX} windows are open in a task; the one least recently used goes on early.
 */
public final class MeasureProcessor implements Processor<byte[], ProjectionBuffer, byte[], DriftPartial> {
    private static final int OPEN_MAX = 64;
    private static final byte[] NO_KEY = {};

    private final DriftSettings settings;
    private final DriftMeter meter;
    private final SelectionCache library;
    private final Map<Window, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Known> batches = new HashMap<>();
    private final EventTimes eventTimes = new EventTimes();
    private final DeviceValues devices = new DeviceValues();
    private long sentAt = Long.MIN_VALUE;
    private @Nullable ProcessorContext<byte[], DriftPartial> context;
    private @Nullable ChampionComparisons shadows;

    private record Window(String layout, int version, long start) {}

    private record Known(LoadedSelection selection, EffectiveSampleSize batches) {}

    private static final class Open {
        private final LoadedSelection selection;
        private final PartialSums sums;
        private final @Nullable ChampionComparison shadow;
        private long latest;

        Open(LoadedSelection selection, @Nullable ChampionComparison shadow) {
            this.selection = selection;
            this.shadow = shadow;
            this.sums = new PartialSums(selection);
        }
    }

    public MeasureProcessor(DriftSettings settings, SelectionCache library, DriftMeter meter) {
        this.settings = settings;
        this.library = library;
        this.meter = meter;
    }

    @Override
    public void init(ProcessorContext<byte[], DriftPartial> context) {
        this.context = context;
        shadows = new ChampionComparisons(settings.probation(), library, library.stores(context));
        context.schedule(settings.flush(), PunctuationType.WALL_CLOCK_TIME, now -> flushAll());
    }

    @Override
    public void process(Record<byte[], ProjectionBuffer> record) {
        ProjectionBuffer projection = record.value();
        long timestamp = projection.timestamp();
        long now = context().currentSystemTimeMs();
        if (timestamp >= 0 && timestamp <= now + settings.futureMax().toMillis()) {
            add(record.key(), projection, now);
        } else {
            meter.unjudged(1);
        }
    }

    /** A version that was loaded anew may have other shapes. */
    private void add(byte[] device, ProjectionBuffer projection, long now) {
        LoadedSelection selection = projection.selection();
        long length = settings.window().toMillis();
        Window window = new Window(
                projection.layout(), selection.version(), Math.floorDiv(projection.timestamp(), length) * length);
        Open sums = open.get(window);
        if (sums == null || sums.selection != selection) {
            flushBefore(window);
            sums = new Open(selection, shadows().of(selection, now));
            open.put(window, sums);
        }
        sums.latest = Math.max(sums.latest, projection.timestamp());
        if (eventTimes.isBehind(window.layout(), projection.timestamp())) {
            sums.sums.outOfOrder();
        }
        sums.sums.add(projection);
        if (sums.sums.wantsSample()) {
            sums.sums.sample(projection, devices.of(device, selection));
        }
        if (sums.shadow != null && sums.shadow.wants(projection.error())) {
            sums.sums.shadow(projection.error(), sums.shadow.error(projection.values()));
        }
        if (sums.sums.conspicuous() && now - settings.soon().toMillis() >= sentAt) {
            sentAt = now;
            send(window, sums);
            open.remove(window);
        }
    }

    /**
     * Sends on what {@code next} leaves behind: its layout's earlier windows, and the oldest where too many are open.
     */
    private void flushBefore(Window next) {
        var windows = open.entrySet().iterator();
        int remaining = open.size();
        while (windows.hasNext()) {
            var entry = windows.next();
            Window window = entry.getKey();
            boolean passed = window.layout().equals(next.layout())
                    && (window.start() < next.start() || window.version() != next.version() || window.equals(next));
            if (passed || remaining >= OPEN_MAX) {
                send(window, entry.getValue());
                windows.remove();
                remaining--;
            }
        }
    }

    private void flushAll() {
        open.forEach(this::send);
        open.clear();
    }

    private void send(Window window, Open sums) {
        long now = context().currentSystemTimeMs();
        DriftPartial partial = sums.sums.toPartial(window.start(), batches(window.layout(), sums.selection));
        meter.outOfOrder(partial.getOutOfOrder());
        context().forward(new Record<>(NO_KEY, partial, RecordTimestamps.usable(sums.latest, Math.max(0, now), now)));
    }

    /** Those of a layout; what is known goes with the selection that it is known of. */
    private EffectiveSampleSize batches(String layout, LoadedSelection selection) {
        return batches.compute(
                        layout,
                        (name, known) -> known == null || known.selection() != selection
                                ? new Known(selection, EffectiveSampleSize.of(selection, settings))
                                : known)
                .batches();
    }

    private ChampionComparisons shadows() {
        return Objects.requireNonNull(shadows, "init comes first");
    }

    private ProcessorContext<byte[], DriftPartial> context() {
        return Objects.requireNonNull(context, "init comes first");
    }
}
