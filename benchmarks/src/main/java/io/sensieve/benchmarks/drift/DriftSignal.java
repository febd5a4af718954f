package io.sensieve.benchmarks.drift;

import io.sensieve.Detector;
import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.service.Settings;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.distribution.DriftThresholds;
import java.util.function.Predicate;

/** Lists the drift signals that are evaluated: the verdict of the app, and each figure that it is based on. */
enum DriftSignal {
    /** The verdict of the report is drift, which requests a retrain. */
    VERDICT("verdict"),
    /** The error ratio of the window has reached its threshold. */
    ERROR_RATIO("error ratio"),
    /** The share of selected channels with drift has reached its threshold. */
    DRIFTED_SHARE("share of drifted channels"),
    /** The detector reports a rise of the error. */
    ADWIN("ADWIN"),
    /** The detector reports a rise of the error. */
    PAGE_HINKLEY("Page-Hinkley"),
    /** The detector reports a rise of the error. */
    BERNSTEIN("Bernstein test"),
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
        double moved = thresholds.share();
        return switch (this) {
            case VERDICT -> report -> report.getVerdict() == Verdict.DRIFT;
            case ERROR_RATIO -> report -> report.getErrorRatio() >= ratio;
            case DRIFTED_SHARE -> report -> report.getDriftedChannels() > 0 && report.getDriftedShare() >= moved;
            case ADWIN -> report -> risen(report, Detector.ADWIN);
            case PAGE_HINKLEY -> report -> risen(report, Detector.PAGE_HINKLEY);
            case BERNSTEIN -> report -> risen(report, Detector.BERNSTEIN);
            case SENSOR_FAULT -> report -> !report.getFaultySensors().isEmpty();
            case ATTRIBUTION -> report -> !report.getAttribution().isEmpty();
        };
    }

    private static boolean risen(DriftReport report, Detector detector) {
        return report.getDetectors().stream()
                .anyMatch(evidence -> evidence.getDetector() == detector && evidence.getDrifted());
    }

    /** Name in tables. */
    @Override
    public String toString() {
        return label;
    }
}
