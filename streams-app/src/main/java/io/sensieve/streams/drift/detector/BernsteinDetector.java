package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects rises with a bounded probability of a false alarm, after ABCD (M. Heyden, E. Fouché, V. Arzamasov, T. Fenn,
 * F. Kalinke, K. Böhm, Adaptive Bernstein Change Detector for High-Dimensional Data Streams, 2024, section 4). The test
 * splits the reconstruction errors since the latest change at every bucket. Bernstein's inequality bounds the
 * probability that the mean of the newer errors exceeds that of the older errors by chance:
 *
 * <pre>
 * p = exp(-n0 (k e)^2 / (2 (v0 + k e r0 / 3))) + exp(-n1 ((1-k) e)^2 / (2 (v1 + (1-k) e r1 / 3)))
 * </pre>
 *
 * Here e is the difference of the means and v are the variances. An error lies at most r0 = older mean below the older
 * mean, and at most r1 = range - older mean above it. The share k = sqrt(n1) / (sqrt(n0) + sqrt(n1)) makes both terms
 * about equal. The test after the t-th block spends delta / (t (t + 1)) of the false-alarm probability, evenly on its
 * splits. So all tests since the latest change spend at most delta, however long the stream is. The variances are
 * raised by the design effect of dependent records ({@link BlockMoments#inflation}).
 */
final class BernsteinDetector implements ErrorDetector {
    private final double delta;
    private final double range;
    private final ErrorWindow window;
    private long blocks;
    private DetectorEvidence evidence;

    /**
     * Creates a detector without any errors.
     *
     * @param delta largest probability of a false alarm, above 0
     * @param range largest error
     */
    BernsteinDetector(double delta, double range) {
        this(
                delta,
                range,
                WindowSplits.state(WindowSplits.noRecords(Detector.BERNSTEIN, -Math.log(delta)), 0L, List.of()));
    }

    /** Restores a detector. */
    BernsteinDetector(double delta, double range, DetectorState state) {
        this.delta = delta;
        this.range = range;
        this.window = new ErrorWindow(state.getBuckets());
        this.blocks = state.getBlocks();
        this.evidence = state.getEvidence();
    }

    @Override
    public boolean add(long count, double sum, double sumOfSquares, long time) {
        window.add(count, sum, sumOfSquares, time);
        blocks++;
        WindowSplits.@Nullable Split split = WindowSplits.largest(window, this::score);
        double threshold = -Math.log(delta)
                + Math.log(blocks * (blocks + 1.0) * window.buckets().size());
        double statistic = split == null ? 0 : split.score();
        boolean risen = split != null && statistic >= threshold;
        if (split != null && risen) {
            window.dropOldest(split.index());
            blocks = 0;
            evidence = WindowSplits.newAlarm(Detector.BERNSTEIN, split, statistic, threshold, window);
        } else if (evidence.getDrifted()) {
            evidence = WindowSplits.continuedAlarm(evidence, window);
        } else {
            evidence = WindowSplits.noAlarm(Detector.BERNSTEIN, statistic, threshold, window);
        }
        return risen;
    }

    /** -ln p; 0 if the newer errors are not larger. */
    private double score(BlockMoments before, BlockMoments after) {
        double rise = after.mean() - before.mean();
        if (rise <= 0) {
            return 0;
        }
        double olderRoot = Math.sqrt((double) before.count());
        double newerRoot = Math.sqrt((double) after.count());
        double share = newerRoot / (olderRoot + newerRoot);
        double inflation = before.inflation();
        double variance = before.variance() * inflation;
        double largest = Math.max(before.variance(), after.variance()) * inflation;
        double first = exponent(before.count(), share * rise, variance, before.mean());
        double second = exponent(after.count(), (1 - share) * rise, largest, Math.max(0, range - before.mean()));
        // -ln(exp(-a) + exp(-b)) without underflow.
        return Math.max(0, Math.min(first, second) - Math.log1p(Math.exp(-Math.abs(first - second))));
    }

    private static double exponent(long count, double distance, double variance, double reach) {
        return count * distance * distance / (2 * (variance + distance * reach / 3));
    }

    @Override
    public void clear() {
        evidence = WindowSplits.noRecords(Detector.BERNSTEIN, -Math.log(delta));
    }

    @Override
    public DetectorEvidence evidence() {
        return evidence;
    }

    @Override
    public DetectorState state() {
        return WindowSplits.state(evidence, blocks, window.buckets());
    }
}
