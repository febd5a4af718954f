package io.sensieve.streams.drift.detector;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a window of errors into older and newer errors, and creates the evidence of the split. */
public final class WindowSplits {
    /** Smallest number of newer records. */
    public static final int AFTER_MIN = 64;

    /** Smallest number of older records, which are the baseline. */
    static final int BEFORE_MIN = 256;

    private WindowSplits() {}

    /**
     * A split.
     *
     * @param index index of the first newer bucket
     * @param score score of the split
     * @param rise whether the newer errors are larger
     * @param before mean of the older errors
     */
    record Split(int index, double score, boolean rise, double before) {}

    /** Scores how clearly a split shows a change. */
    interface Score {
        double of(BlockMoments before, BlockMoments after);
    }

    /** The split with the largest score, the latest of equal scores; null if there are too few records. */
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

    /** Evidence of a new alarm; the window holds the newer errors only. */
    static DetectorEvidence newAlarm(
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

    /** Evidence of an earlier alarm, with the mean of all errors since. */
    static DetectorEvidence continuedAlarm(DetectorEvidence alarm, ErrorWindow window) {
        return new DetectorEvidence(
                alarm.getDetector(),
                true,
                alarm.getStatistic(),
                alarm.getThreshold(),
                alarm.getSince(),
                alarm.getBefore(),
                window.total().mean());
    }

    /** Evidence without an alarm. */
    static DetectorEvidence noAlarm(Detector detector, double statistic, double threshold, ErrorWindow window) {
        double mean = window.total().mean();
        return new DetectorEvidence(detector, false, statistic, threshold, null, mean, mean);
    }

    /** Evidence without any records. */
    static DetectorEvidence noRecords(Detector detector, double threshold) {
        return new DetectorEvidence(detector, false, 0.0, threshold, null, 0.0, 0.0);
    }

    /** State under the detector's name. */
    static DetectorState state(DetectorEvidence evidence, long blocks, List<ErrorBucket> buckets) {
        return new DetectorState(evidence.getDetector().name(), evidence, blocks, List.copyOf(buckets));
    }
}
