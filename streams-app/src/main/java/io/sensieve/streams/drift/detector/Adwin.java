package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes with ADWIN2 (A. Bifet and R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, SIAM
 * 2007, sections 3 and 4). It keeps the longest window of errors that has no significant split. A split into older and
 * newer errors is significant where their means differ by more than
 *
 * <pre>
 * cut = sqrt(2 / m * variance * ln(2 / d)) + 2 / (3 m) * range * ln(2 / d)
 * 1 / m = 1 / n0 + 1 / n1,  d = delta / ln(n)
 * </pre>
 *
 * The detector drops the errors before a significant split. It takes the split with the largest difference over its
 * cut, so that the split also locates the change; the paper drops the oldest bucket until no split is left. The
 * variance is raised by the design effect of dependent records ({@link BlockMoments#inflation}). A fall shortens the
 * window too, but only a rise is an alarm.
 */
final class Adwin implements ErrorDetector {
    private final double delta;
    private final double range;
    private final ErrorWindow window;
    private DetectorEvidence evidence;

    /**
     * Creates a detector without any errors.
     *
     * @param delta confidence, above 0; a smaller value gives fewer false alarms
     * @param range largest error
     */
    Adwin(double delta, double range) {
        this(delta, range, WindowSplits.state(WindowSplits.noRecords(Detector.ADWIN, 1), 0L, List.of()));
    }

    /** Restores a detector. */
    Adwin(double delta, double range, DetectorState state) {
        this.delta = delta;
        this.range = range;
        this.window = new ErrorWindow(state.getBuckets());
        this.evidence = state.getEvidence();
    }

    @Override
    public boolean add(long count, double sum, double sumOfSquares, long time) {
        window.add(count, sum, sumOfSquares, time);
        boolean risen = false;
        double statistic = 0;
        for (WindowSplits.Split split = largest(); split != null; split = largest()) {
            if (split.score() < 1) {
                statistic = split.rise() ? split.score() : 0;
                break;
            }
            window.dropOldest(split.index());
            if (split.rise()) {
                risen = true;
                evidence = WindowSplits.newAlarm(Detector.ADWIN, split, split.score(), 1, window);
            }
        }
        if (!evidence.getDrifted()) {
            evidence = WindowSplits.noAlarm(Detector.ADWIN, statistic, 1, window);
        } else if (!risen) {
            evidence = WindowSplits.continuedAlarm(evidence, window);
        }
        return risen;
    }

    private WindowSplits.@Nullable Split largest() {
        BlockMoments total = window.total();
        double confidence = Math.log(2 * Math.log(Math.max(Math.E, (double) total.count())) / delta);
        return WindowSplits.largest(window, (before, after) -> {
            double inverse = 1.0 / before.count() + 1.0 / after.count();
            double variance = total.variance() * before.inflation();
            double cut = Math.sqrt(2 * inverse * variance * confidence) + 2.0 / 3 * inverse * range * confidence;
            return Math.abs(after.mean() - before.mean()) / cut;
        });
    }

    @Override
    public void clear() {
        evidence = WindowSplits.noRecords(Detector.ADWIN, 1);
    }

    @Override
    public DetectorEvidence evidence() {
        return evidence;
    }

    @Override
    public DetectorState state() {
        return WindowSplits.state(evidence, window.total().blocks(), window.buckets());
    }
}
