package sensieve.benchmarks.drift;

import java.util.function.Predicate;
import sensieve.DriftReport;
import sensieve.Verdict;
import sensieve.service.Settings;

/** What is judged: the app's verdict, and each of the figures that it rests on for itself. */
enum Watcher {
    /** The report's verdict is drift: what asks for a retrain. */
    VERDICT("verdict"),
    /** The window's error has reached its threshold. */
    ERROR_RATIO("error ratio"),
    /** The share of chosen channels that have reached the index's threshold has reached its own. */
    STABILITY_INDEX("PSI of a share of the chosen"),
    /** Some channel is blamed, whatever the verdict. */
    BLAME("any blame");

    private final String label;

    Watcher(String label) {
        this.label = label;
    }

    /** Whether a report tells of a change; {@code settings} are those that the app runs by. */
    Predicate<DriftReport> tells(Settings settings, int chosen) {
        double ratio = settings.getDouble("drift.error.ratio.drift");
        double moved = settings.getDouble("drift.channels.share") * chosen;
        return switch (this) {
            case VERDICT -> report -> report.getVerdict() == Verdict.DRIFT;
            case ERROR_RATIO -> report -> report.getErrorRatio() >= ratio;
            case STABILITY_INDEX -> report -> report.getDriftedChannels() >= Math.max(1, moved);
            case BLAME -> report -> !report.getBlamed().isEmpty();
        };
    }

    /** As tables say it. */
    @Override
    public String toString() {
        return label;
    }
}
