package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits of a window of errors into older and newer ones. */
public final class WindowSplits {
    /** Older records that are needed to know what is usual. */
    static final int BEFORE_MIN = 256;

    /** Newer records that are needed to know that it is not. */
    public static final int AFTER_MIN = 64;

    private WindowSplits() {}

    /**
     * A split.
     *
     * @param index of the first newer bucket
     * @param score how far it speaks for a change
     * @param rise whether the newer errors are larger
     * @param before mean error of the older ones
     */
    record Split(int index, double score, boolean rise, double before) {}

    /** How far a split speaks for a change. */
    interface Score {
        double of(BlockMoments before, BlockMoments after);
    }

    /** The split with the largest score, the latest of equal ones; null where there are too few records to split. */
    static @Nullable Split largest(ErrorWindow window, Score score) {
        List<ErrorBucket> buckets = window.buckets();
        BlockMoments total = window.total();
        BlockMoments before = BlockMoments.NONE;
        Split largest = null;
        for (int i = 1; i < buckets.size(); i++) {
            before = before.plus(buckets.get(i - 1));
            BlockMoments after = total.minus(before);
            if (after.count() < AFTER_MIN) {
                break;
            }
            if (before.count() >= BEFORE_MIN) {
                double value = score.of(before, after);
                if (largest == null || value >= largest.score()) {
                    largest = new Split(i, value, after.mean() > before.mean(), before.mean());
                }
            }
        }
        return largest;
    }

    /** A rise, after all before it was forgotten. */
    static DetectorEvidence found(
            Detector detector, Split split, double statistic, double threshold, ErrorWindow window) {
        long since = window.buckets().get(0).getTime();
        return new DetectorEvidence(
                detector,
                true,
                statistic,
                threshold,
                since,
                split.before(),
                window.total().mean());
    }

    /** The same finding, with what has come since. */
    static DetectorEvidence goingOn(DetectorEvidence found, ErrorWindow window) {
        return new DetectorEvidence(
                found.getDetector(),
                true,
                found.getStatistic(),
                found.getThreshold(),
                found.getSince(),
                found.getBefore(),
                window.total().mean());
    }

    /** No rise so far. */
    static DetectorEvidence quiet(Detector detector, double statistic, double threshold, ErrorWindow window) {
        double mean = window.total().mean();
        return new DetectorEvidence(detector, false, statistic, threshold, null, mean, mean);
    }

    /** Nothing seen. */
    static DetectorEvidence nothing(Detector detector, double threshold) {
        return new DetectorEvidence(detector, false, 0.0, threshold, null, 0.0, 0.0);
    }
}
