package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;

/**
 * The Page-Hinkley test (E. S. Page, Continuous Inspection Schemes, Biometrika 1954; D. V. Hinkley, Inference about the
 * change-point from cumulative sum tests, Biometrika 1971) for a rise:
 *
 * <pre>
 * s = max(0, s + (error - mean) / sd - tolerance);  drift when s &gt;= threshold
 * </pre>
 *
 * The mean is that of all errors so far, to which the reference counts as {@value #PRIOR} errors: so it starts at the
 * reference's, and comes to the stream's own where that differs. While there is drift, it is the mean of those before.
 * The rise began where s last left 0.
 */
public final class PageHinkley implements ErrorDetector {
    private static final int PRIOR = 64;

    private final double tolerance;
    private final double threshold;
    private final double sd;
    private ErrorBucket usual;
    private ErrorBucket since;
    private double sum;
    private boolean drifted;

    /**
     * Makes one that has seen nothing.
     *
     * @param tolerance standard deviations by which the error may be higher
     * @param threshold sum of standard deviations that makes drift
     * @param mean the reference's mean error
     * @param sd the reference's standard deviation, above 0
     */
    public PageHinkley(double tolerance, double threshold, double mean, double sd) {
        this(
                tolerance,
                threshold,
                sd,
                new DetectorState(
                        WindowSplits.nothing(Detector.PAGE_HINKLEY, threshold),
                        0L,
                        List.of(bucket(PRIOR, PRIOR * mean, 0), bucket(0, 0, 0))));
    }

    /** Makes one that goes on from {@code state}. */
    public PageHinkley(double tolerance, double threshold, double sd, DetectorState state) {
        this.tolerance = tolerance;
        this.threshold = threshold;
        this.sd = sd;
        this.usual = state.getBuckets().get(0);
        this.since = state.getBuckets().get(1);
        this.sum = state.getEvidence().getStatistic();
        this.drifted = state.getEvidence().getDrifted();
    }

    private static ErrorBucket bucket(long count, double sum, long time) {
        return new ErrorBucket(0, 0L, count, sum, 0.0, 0.0, time);
    }

    private static ErrorBucket plus(ErrorBucket bucket, long count, double sum) {
        return bucket(bucket.getCount() + count, bucket.getSum() + sum, bucket.getTime());
    }

    /** Mean error of what is usual. */
    public double mean() {
        return usual.getSum() / usual.getCount();
    }

    /** How many errors came before the rise; all of them where there is none. */
    long before() {
        return usual.getCount() - PRIOR;
    }

    /** Whether the error has been too high lately, but not for long enough. */
    public boolean suspects() {
        return sum > 0;
    }

    @Override
    public boolean add(long count, double errors, double squares, long time) {
        double next = sum + (errors - count * mean()) / sd - count * tolerance;
        if (next <= 0) {
            since = bucket(0, 0, 0);
        } else if (sum > 0) {
            since = plus(since, count, errors);
        } else {
            since = bucket(count, errors, time);
        }
        sum = Math.max(0, next);
        if (drifted) {
            return false;
        }
        usual = plus(usual, count, errors);
        if (sum >= threshold) {
            usual = plus(usual, -since.getCount(), -since.getSum());
            drifted = true;
        }
        return drifted;
    }

    @Override
    public void clear() {
        since = bucket(0, 0, 0);
        sum = 0;
        drifted = false;
    }

    @Override
    public DetectorEvidence evidence() {
        boolean rising = since.getCount() > 0;
        return new DetectorEvidence(
                Detector.PAGE_HINKLEY,
                drifted,
                sum,
                threshold,
                rising && drifted ? Long.valueOf(since.getTime()) : null,
                mean(),
                rising ? since.getSum() / since.getCount() : mean());
    }

    @Override
    public DetectorState state() {
        return new DetectorState(evidence(), 0L, List.of(usual, since));
    }
}
