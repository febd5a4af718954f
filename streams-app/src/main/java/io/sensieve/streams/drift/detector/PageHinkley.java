package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;

/**
 * Detects rises with the Page-Hinkley test (E. S. Page, Continuous Inspection Schemes, Biometrika 1954; D. V. Hinkley,
 * Inference about the change-point from cumulative sum tests, Biometrika 1971):
 *
 * <pre>
 * s = max(0, s + (error - mean) / sd - tolerance);  alarm when s &gt;= threshold
 * </pre>
 *
 * The mean is that of all errors so far, with the validation mean counted as {@value #PRIOR} errors. So it starts at
 * the validation mean and approaches the mean of the stream. During an alarm it is the mean of the errors before the
 * rise. The rise began where s was 0 for the last time.
 */
final class PageHinkley implements ErrorDetector {
    private static final int PRIOR = 64;

    private final double tolerance;
    private final double threshold;
    private final double sd;
    private ErrorBucket baseline;
    private ErrorBucket excursion;
    private double sum;
    private boolean alarm;

    /**
     * Creates a detector without any errors.
     *
     * @param tolerance standard deviations by which an error may exceed the mean
     * @param threshold sum of standard deviations that raises an alarm
     * @param mean mean error of the validation rows
     * @param sd standard deviation of the validation rows, above 0
     */
    PageHinkley(double tolerance, double threshold, double mean, double sd) {
        this(
                tolerance,
                threshold,
                sd,
                WindowSplits.state(
                        WindowSplits.noRecords(Detector.PAGE_HINKLEY, threshold),
                        0L,
                        List.of(bucket(PRIOR, PRIOR * mean, 0), bucket(0, 0, 0))));
    }

    /** Restores a detector. */
    PageHinkley(double tolerance, double threshold, double sd, DetectorState state) {
        this.tolerance = tolerance;
        this.threshold = threshold;
        this.sd = sd;
        this.baseline = state.getBuckets().get(0);
        this.excursion = state.getBuckets().get(1);
        this.sum = state.getEvidence().getStatistic();
        this.alarm = state.getEvidence().getDrifted();
    }

    private static ErrorBucket bucket(long count, double sum, long time) {
        return new ErrorBucket(0, 0L, count, sum, 0.0, 0.0, time);
    }

    private static ErrorBucket plus(ErrorBucket bucket, long count, double sum) {
        return bucket(bucket.getCount() + count, bucket.getSum() + sum, bucket.getTime());
    }

    /** Mean error of the baseline. */
    double baselineMean() {
        return baseline.getSum() / baseline.getCount();
    }

    /** Number of errors in the baseline: those before the rise, or all of them without an alarm. */
    long baselineRecords() {
        return baseline.getCount() - PRIOR;
    }

    /** Whether the test statistic is above 0: the latest errors were higher than the baseline. */
    boolean isSuspicious() {
        return sum > 0;
    }

    @Override
    public boolean add(long count, double errors, double sumOfSquares, long time) {
        double next = sum + (errors - count * baselineMean()) / sd - count * tolerance;
        if (next <= 0) {
            excursion = bucket(0, 0, 0);
        } else if (sum > 0) {
            excursion = plus(excursion, count, errors);
        } else {
            excursion = bucket(count, errors, time);
        }
        sum = Math.max(0, next);
        if (alarm) {
            return false;
        }
        baseline = plus(baseline, count, errors);
        if (sum >= threshold) {
            baseline = plus(baseline, -excursion.getCount(), -excursion.getSum());
            alarm = true;
        }
        return alarm;
    }

    @Override
    public void clear() {
        excursion = bucket(0, 0, 0);
        sum = 0;
        alarm = false;
    }

    @Override
    public DetectorEvidence evidence() {
        boolean rising = excursion.getCount() > 0;
        return new DetectorEvidence(
                Detector.PAGE_HINKLEY,
                alarm,
                sum,
                threshold,
                rising && alarm ? Long.valueOf(excursion.getTime()) : null,
                baselineMean(),
                rising ? excursion.getSum() / excursion.getCount() : baselineMean());
    }

    @Override
    public DetectorState state() {
        return WindowSplits.state(evidence(), 0L, List.of(baseline, excursion));
    }
}
