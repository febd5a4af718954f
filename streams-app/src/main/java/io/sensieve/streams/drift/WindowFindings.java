package io.sensieve.streams.drift;

import io.sensieve.Detection;
import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * The findings that a drift report describes.
 *
 * @param sums sums of the records
 * @param statistics statistics of the sums against the reference profile
 * @param selection selection that projected the records
 * @param faulty faulty sensors, by channel
 * @param detection result of the error detector
 * @param early whether the window is still open
 */
record WindowFindings(
        DriftPartial sums,
        WindowStatistics statistics,
        LoadedSelection selection,
        List<FaultySensor> faulty,
        Detection detection,
        boolean early) {
    /** Findings on the records of an open window. */
    static WindowFindings ofOpen(DriftPartial sums, LayoutMonitor monitor) {
        return of(sums, monitor, true);
    }

    /** Findings on the records of a window, from the sensor faults that are known without it and those in its sums. */
    static WindowFindings of(DriftPartial sums, LayoutMonitor monitor, boolean early) {
        List<FaultySensor> faulty =
                monitor.faultySensorsWith(monitor.reconstructedSensors().evaluateAlone(sums));
        return new WindowFindings(
                sums,
                WindowStatistics.of(sums, monitor.selection(), faulty),
                monitor.selection(),
                faulty,
                monitor.detector().detection(),
                early);
    }
}
