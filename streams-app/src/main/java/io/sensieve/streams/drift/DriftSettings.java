package io.sensieve.streams.drift;

import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.probation.ProbationSettings;
import io.sensieve.streams.drift.sensor.SensorSettings;
import java.time.Duration;

/**
 * When a window is closed and what it takes to be called drift.
 *
 * @param window length of the tumbling event-time windows
 * @param flush wall-clock time between two partial sums of a task
 * @param grace event time by which the layout must have moved past a window's end before it is closed
 * @param futureMax how far ahead of the wall clock an event time may be and still count
 * @param minRecords fewer records than this in a window are judged by nobody
 * @param thresholds the levels
 * @param windows windows in a row that make drift, or end it
 * @param blameMax most channels that a report blames
 * @param retrainRepeat wall-clock time after which a version that still drifts is reported again
 * @param detectors of the error
 * @param sensors when one is at fault
 * @param probation of new versions
 */
public record DriftSettings(
        Duration window,
        Duration flush,
        Duration grace,
        Duration futureMax,
        long minRecords,
        DriftThresholds thresholds,
        int windows,
        int blameMax,
        Duration retrainRepeat,
        DetectorSettings detectors,
        SensorSettings sensors,
        ProbationSettings probation) {

    /** Least wall-clock time between two partial sums of a task that go early, because of high errors. */
    Duration soon() {
        return flush.dividedBy(10);
    }

    /** Wall-clock time without a partial sum after which a window counts as quiet. */
    Duration quiet() {
        return flush.multipliedBy(2);
    }

    /** Wall-clock time without a partial sum after which a window is closed wherever event time stands. */
    Duration idle() {
        return window.plus(grace).plus(quiet());
    }
}
