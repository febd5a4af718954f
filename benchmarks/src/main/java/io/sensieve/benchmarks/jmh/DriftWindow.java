package io.sensieve.benchmarks.jmh;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.drift.sensor.DeviceValues;
import io.sensieve.streams.drift.sensor.FaultCodes;
import io.sensieve.streams.drift.sensor.OutageCheck;
import io.sensieve.streams.drift.sensor.SensorSample;
import io.sensieve.streams.drift.window.PartialSums;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import java.time.Instant;
import java.util.List;

/** Adds records to the partial sums of a drift window as a stream task does. */
public final class DriftWindow {
    private static final byte[] DEVICE = {1};

    private final LoadedSelection selection;
    private final PartialSums sums;
    private final DeviceValues devices = new DeviceValues();
    private final FaultCodes codes;
    private final OutageCheck outages;

    public DriftWindow(LoadedSelection selection) {
        this.selection = selection;
        sums = new PartialSums(selection);
        codes = new FaultCodes(selection);
        outages = new OutageCheck(selection);
    }

    /** Adds a record of one device to the sums; samples the sensor values as often as a task. */
    public void add(ProjectionBuffer projection) {
        DeviceValues.Previous previous = devices.of(DEVICE, selection);
        if (outages.isOutage(projection.measured(), projection.reduced(), previous)) {
            sums.addOutage();
            return;
        }
        boolean sampled = SensorSample.wants(sums.records() + 1);
        sums.add(projection, codes);
        if (sampled) {
            codes.sample(projection.values());
            sums.sample(projection, previous);
        }
    }

    /** Computes the error ratio of the window. */
    public double errorRatio() {
        return WindowStatistics.of(sums.toPartial(Instant.EPOCH.toEpochMilli(), codes.take()), selection, List.of())
                .errorRatio();
    }
}
