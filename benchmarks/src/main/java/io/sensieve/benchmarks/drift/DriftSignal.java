package io.sensieve.benchmarks.drift;

import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.service.Settings;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import java.util.function.Predicate;

/** Lists the drift signals that are evaluated: the verdict of the app, and each figure that it is based on. */
enum DriftSignal {
    /** The verdict of the report is drift, which requests a retrain. */
    VERDICT("verdict"),
    /** The error ratio of the window has reached its threshold. */
    ERROR_RATIO("error ratio"),
    /** The detector reports a rise of the error. */
    ERROR_RISE("error detector"),
    /** A sensor is dead or stuck. */
    SENSOR_FAULT("sensor fault"),
    /** At least one channel is attributed, whatever the verdict is. */
    ATTRIBUTION("any attribution");

    private final String label;

    DriftSignal(String label) {
        this.label = label;
    }

    /** Returns a predicate that tests whether the signal is raised in a report of an app with these settings. */
    Predicate<DriftReport> isRaisedIn(Settings settings) {
        DriftThresholds thresholds = DriftSettings.of(settings).thresholds();
        double ratio = thresholds.errorDrift();
        return switch (this) {
            case VERDICT -> report -> report.getVerdict() == Verdict.DRIFT;
            case ERROR_RATIO -> report -> report.getErrorRatio() >= ratio;
            case ERROR_RISE -> report -> report.getDetection().getDrifted();
            case SENSOR_FAULT -> report -> !report.getFaultySensors().isEmpty();
            case ATTRIBUTION -> report -> !report.getAttribution().isEmpty();
        };
    }

    /** Name in tables. */
    @Override
    public String toString() {
        return label;
    }
}
