package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ADWIN2 (A. Bifet and R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, SIAM 2007, sections 3 and
 * 4): keeps as long a window of errors as has no split into older and newer ones whose means differ by more than chance
 * allows,
 *
 * <pre>
 * cut = sqrt(2 / m * variance * ln(2 / d)) + 2 / (3 m) * range * ln(2 / d)
 * 1 / m = 1 / n0 + 1 / n1,  d = delta / ln(n)
 * </pre>
 *
 * Where one does, all before it is forgotten. The split with the largest difference over its cut is taken, so that it
 * also tells since when; the paper drops the oldest bucket until no split is left. The variance counts records of a
 * block that depend on each other as the fewer that they are worth ({@link BlockMoments#inflation}). A fall shortens
 * the window too, but only a rise is a finding.
 */
public final class Adwin implements ErrorDetector {
    private final double delta;
    private final double range;
    private final ErrorWindow window;
    private DetectorEvidence evidence;

    /**
     * Makes one that has seen nothing.
     *
     * @param delta confidence, above 0: the smaller, the fewer false alarms
     * @param range no error is larger
     */
    public Adwin(double delta, double range) {
        this(delta, range, new DetectorState(WindowSplits.nothing(Detector.ADWIN, 1), 0L, List.of()));
    }

    /** Makes one that goes on from {@code state}. */
    public Adwin(double delta, double range, DetectorState state) {
        this.delta = delta;
        this.range = range;
        this.window = new ErrorWindow(state.getBuckets());
        this.evidence = state.getEvidence();
    }

    @Override
    public boolean add(long count, double sum, double squares, long time) {
        window.add(count, sum, squares, time);
        boolean risen = false;
        double quiet = 0;
        for (WindowSplits.Split split = largest(); split != null; split = largest()) {
            if (split.score() < 1) {
                quiet = split.rise() ? split.score() : 0;
                break;
            }
            window.forget(split.index());
            if (split.rise()) {
                risen = true;
                evidence = WindowSplits.found(Detector.ADWIN, split, split.score(), 1, window);
            }
        }
        if (!evidence.getDrifted()) {
            evidence = WindowSplits.quiet(Detector.ADWIN, quiet, 1, window);
        } else if (!risen) {
            evidence = WindowSplits.goingOn(evidence, window);
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
        evidence = WindowSplits.nothing(Detector.ADWIN, 1);
    }

    @Override
    public DetectorEvidence evidence() {
        return evidence;
    }

    @Override
    public DetectorState state() {
        return new DetectorState(evidence, window.total().blocks(), List.copyOf(window.buckets()));
    }
}
