package io.sensieve.streams.drift.detector;

import io.sensieve.streams.state.ErrorBucket;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the errors since the latest change in an exponential histogram (A. Bifet and R. Gavaldà, Learning from
 * Time-Changing Data with Adaptive Windowing, 2007, section 4): buckets of 1, 2, 4, … blocks, oldest and largest first,
 * at most {@value #SAME_LEVEL_MAX} of each size. So n blocks take about 5 log2(n) buckets. Beyond {@value #LEVELS_MAX}
 * sizes the oldest bucket is dropped.
 */
final class ErrorWindow {
    private static final int SAME_LEVEL_MAX = 5;
    private static final int LEVELS_MAX = 20;

    private final List<ErrorBucket> buckets;
    private BlockMoments total = BlockMoments.NONE;

    ErrorWindow(List<ErrorBucket> buckets) {
        this.buckets = new ArrayList<>(buckets);
        for (ErrorBucket bucket : buckets) {
            total = total.plus(bucket);
        }
    }

    /** Adds the newest block. */
    void add(long count, double sum, double sumOfSquares, long time) {
        ErrorBucket block = new ErrorBucket(0, 1L, count, sum, sumOfSquares, sum * sum / count, time);
        buckets.add(block);
        total = total.plus(block);
        int end = buckets.size();
        for (int level = 0; end > 0; level++) {
            int start = end;
            while (start > 0 && buckets.get(start - 1).getLevel() == level) {
                start--;
            }
            if (end - start <= SAME_LEVEL_MAX) {
                break;
            }
            buckets.set(start, merged(buckets.get(start), buckets.remove(start + 1)));
            end = start + 1;
        }
        if (buckets.get(0).getLevel() >= LEVELS_MAX) {
            dropOldest(1);
        }
    }

    private static ErrorBucket merged(ErrorBucket older, ErrorBucket newer) {
        return new ErrorBucket(
                older.getLevel() + 1,
                older.getBlocks() + newer.getBlocks(),
                older.getCount() + newer.getCount(),
                older.getSum() + newer.getSum(),
                older.getSumOfSquares() + newer.getSumOfSquares(),
                older.getBetweenBlocks() + newer.getBetweenBlocks(),
                older.getTime());
    }

    /** Drops the oldest buckets. */
    void dropOldest(int number) {
        buckets.subList(0, number).clear();
        total = BlockMoments.NONE;
        for (ErrorBucket bucket : buckets) {
            total = total.plus(bucket);
        }
    }

    List<ErrorBucket> buckets() {
        return buckets;
    }

    BlockMoments total() {
        return total;
    }
}
