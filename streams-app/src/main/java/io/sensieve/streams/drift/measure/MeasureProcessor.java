package io.sensieve.streams.drift.measure;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.DriftMeter;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.recurrence.KeptVersionComparison;
import io.sensieve.streams.drift.recurrence.KeptVersions;
import io.sensieve.streams.drift.sensor.DeviceValues;
import io.sensieve.streams.drift.sensor.FaultCodes;
import io.sensieve.streams.drift.sensor.OutageCheck;
import io.sensieve.streams.drift.sensor.SensorSample;
import io.sensieve.streams.drift.window.PartialSums;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.record.RecordTimestamps;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.state.DriftPartial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds each reconstructed record to the partial sums of its layout, version and window. Sends the sums as a
 * {@link DriftPartial} when event time leaves their window and at every flush interval. A crash loses the sums since
 * the latest flush. Holds at most {@value #OPEN_MAX} windows, and sends the least recently used window early. All other
 * state is bounded by {@code layouts.max} or a constant.
 */
public final class MeasureProcessor implements Processor<byte[], ProjectionBuffer, byte[], DriftPartial> {
    private static final int OPEN_MAX = 64;
    private static final byte[] NO_KEY = {};

    private final DriftSettings settings;
    private final DriftMeter meter;
    private final SelectionCache selections;
    private final Map<Window, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private final EventTimes eventTimes = new EventTimes();
    private final DeviceValues devices = new DeviceValues();
    private final Map<String, Checks> checks;
    private long earlyFlushAt = Long.MIN_VALUE;
    private @Nullable ProcessorContext<byte[], DriftPartial> context;
    private @Nullable KeptVersions keptVersions;

    private record Window(String layout, int version, long start) {}

    private static final class Open {
        private final LoadedSelection selection;
        private final PartialSums sums;
        private final KeptVersionComparison comparison;
        private long latestTime;

        Open(LoadedSelection selection, KeptVersionComparison comparison) {
            this.selection = selection;
            this.comparison = comparison;
            this.sums = new PartialSums(selection);
        }
    }

    /** Checks of the sensors of one layout and selection. */
    private static final class Checks {
        private final LoadedSelection selection;
        private final FaultCodes codes;
        private final OutageCheck outages;

        Checks(LoadedSelection selection) {
            this.selection = selection;
            this.codes = new FaultCodes(selection);
            this.outages = new OutageCheck(selection);
        }
    }

    public MeasureProcessor(DriftSettings settings, SelectionCache selections, DriftMeter meter) {
        this.settings = settings;
        this.selections = selections;
        this.meter = meter;
        this.checks = BoundedMap.leastRecentlyUsed(selections.layoutsMax());
    }

    @Override
    public void init(ProcessorContext<byte[], DriftPartial> context) {
        this.context = context;
        keptVersions = new KeptVersions(selections, selections.stores(context));
        context.schedule(settings.window().flushInterval(), PunctuationType.WALL_CLOCK_TIME, now -> flushAll());
    }

    @Override
    public void process(Record<byte[], ProjectionBuffer> record) {
        ProjectionBuffer projection = record.value();
        long timestamp = projection.timestamp();
        long now = context().currentSystemTimeMs();
        if (timestamp >= 0 && timestamp <= now + settings.window().futureMax().toMillis()) {
            add(record.key(), projection, now);
        } else {
            meter.unjudged(1);
        }
    }

    private void add(byte[] device, ProjectionBuffer projection, long now) {
        LoadedSelection selection = projection.selection();
        long length = settings.window().length().toMillis();
        Window window = new Window(
                projection.layout(), selection.version(), Math.floorDiv(projection.timestamp(), length) * length);
        Open current = open.get(window);
        // A version that was loaded again may have other shapes.
        if (current == null || current.selection != selection) {
            flushBefore(window);
            current = new Open(selection, keptVersions().of(selection, now));
            open.put(window, current);
        }
        current.latestTime = Math.max(current.latestTime, projection.timestamp());
        if (eventTimes.isBehind(window.layout(), projection.timestamp())) {
            current.sums.addOutOfOrder();
        }
        addTo(current, device, projection);
        if (current.sums.hasHighErrors()
                && now - settings.window().earlyFlushInterval().toMillis() >= earlyFlushAt) {
            earlyFlushAt = now;
            send(window, current);
            open.remove(window);
        }
    }

    private void addTo(Open current, byte[] device, ProjectionBuffer projection) {
        Checks checks = checks(projection.layout(), current.selection);
        DeviceValues.Previous previous = devices.of(device, current.selection);
        if (checks.outages.isOutage(projection.measured(), projection.reduced(), previous)) {
            current.sums.addOutage();
            return;
        }
        boolean sampled = SensorSample.wants(current.sums.records() + 1);
        if (sampled) {
            checks.codes.sample(projection.values());
        }
        if (checks.codes.any() && checks.codes.isInSelected(projection.values())) {
            meter.unjudged(1);
            return;
        }
        float error = current.sums.add(projection, checks.codes);
        if (sampled) {
            current.sums.sample(projection, previous);
        }
        if (current.comparison.wants(current.sums.records())) {
            float[] values = projection.values();
            checks.codes.mask(values, values);
            current.comparison.compare(values);
            current.sums.addComparison(error, current.comparison);
        }
    }

    private Checks checks(String layout, LoadedSelection selection) {
        Checks checks = this.checks.get(layout);
        if (checks == null || checks.selection != selection) {
            checks = new Checks(selection);
            this.checks.put(layout, checks);
        }
        return checks;
    }

    /** Sends the layout's windows before {@code next}, and the least recently used windows if too many are open. */
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

    private void send(Window window, Open sent) {
        long now = context().currentSystemTimeMs();
        Checks checks = checks(window.layout(), sent.selection);
        DriftPartial partial = sent.sums.toPartial(window.start(), checks.codes.take());
        meter.outOfOrder(partial.getOutOfOrderRecords());
        context()
                .forward(
                        new Record<>(NO_KEY, partial, RecordTimestamps.usable(sent.latestTime, Math.max(0, now), now)));
    }

    private KeptVersions keptVersions() {
        return Objects.requireNonNull(keptVersions, "init comes first");
    }

    private ProcessorContext<byte[], DriftPartial> context() {
        return Objects.requireNonNull(context, "init comes first");
    }
}
