package io.sensieve.benchmarks.drift;

import io.sensieve.Detector;
import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.service.Settings;
import java.util.function.Predicate;

/** What is judged: the app's verdict, and each of the figures that it rests on for itself. */
enum DriftSignal {
    /** The report's verdict is drift: what asks for a retrain. */
    VERDICT("verdict"),
    /** The window's error has reached its threshold. */
    ERROR_RATIO("error ratio"),
    /** The share of chosen channels whose distribution has moved has reached its threshold. */
    DRIFTED_SHARE("share of drifted channels"),
    /** The detector has found a rise of the error that has not gone again. */
    ADWIN("ADWIN"),
    /** The same. */
    PAGE_HINKLEY("Page-Hinkley"),
    /** The same. */
    BERNSTEIN("Bernstein test"),
    /** A sensor is dead or stuck. */
    SENSOR_FAULT("sensor fault"),
    /** Some channel is attributed, whatever the verdict. */
    ATTRIBUTION("any attribution");

    private final String label;

    DriftSignal(String label) {
        this.label = label;
    }

    /** Whether a report tells of a change; {@code settings} are those that the app runs by. */
    Predicate<DriftReport> isRaisedIn(Settings settings) {
        double ratio = settings.getDouble("drift.error.ratio.drift");
        double moved = settings.getDouble("drift.channels.share");
        return switch (this) {
            case VERDICT -> report -> report.getVerdict() == Verdict.DRIFT;
            case ERROR_RATIO -> report -> report.getErrorRatio() >= ratio;
            case DRIFTED_SHARE -> report -> report.getDriftedChannels() > 0 && report.getDriftedShare() >= moved;
            case ADWIN -> report -> risen(report, Detector.ADWIN);
            case PAGE_HINKLEY -> report -> risen(report, Detector.PAGE_HINKLEY);
            case BERNSTEIN -> report -> risen(report, Detector.BERNSTEIN);
            case SENSOR_FAULT -> report -> !report.getFaulty().isEmpty();
            case ATTRIBUTION -> report -> !report.getAttribution().isEmpty();
        };
    }

    private static boolean risen(DriftReport report, Detector detector) {
        return report.getDetectors().stream()
                .anyMatch(evidence -> evidence.getDetector() == detector && evidence.getDrifted());
    }

    /** As tables say it. */
    @Override
    public String toString() {
        return label;
    }
}
