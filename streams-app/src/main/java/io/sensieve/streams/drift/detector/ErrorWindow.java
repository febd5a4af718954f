package io.sensieve.streams.drift.detector;

import io.sensieve.ErrorSummary;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.ErrorBucket;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the errors since the latest change in an exponential histogram (A. Bifet and R. Gavaldà, Learning from
 * Time-Changing Data with Adaptive Windowing, 2007, section 4): buckets of 1, 2, 4, … blocks, oldest and largest first,
 * at most {@value #SAME_LEVEL_MAX} of each size. So n blocks take about 5 log2(n) buckets. The errors of the validation
 * rows come first, as a bucket without blocks, until a change is found.
 */
final class ErrorWindow {
    private static final int SAME_LEVEL_MAX = 5;

    /** Level of the validation rows, which are merged with no other bucket. */
    private static final int VALIDATION = Integer.MAX_VALUE;

    private final List<ErrorBucket> buckets;
    private BlockMoments total = BlockMoments.NONE;

    ErrorWindow(List<ErrorBucket> buckets) {
        this.buckets = new ArrayList<>(buckets);
        updateTotal();
    }

    /** Creates a window with the errors of at most {@code max} validation rows. */
    static ErrorWindow of(ErrorSummary validation, long max) {
        ErrorScale scale = ErrorScale.of(validation);
        long rows = Math.min(max, validation.getRows());
        double sum = rows * scale.mean();
        double squares = rows * (scale.mean() * scale.mean() + scale.sd() * scale.sd());
        return new ErrorWindow(
                List.of(new ErrorBucket(VALIDATION, 0L, rows, sum, squares, sum * scale.mean(), Long.MIN_VALUE)));
    }

    /** Number of validation rows in the window. */
    long validationRows() {
        ErrorBucket oldest = buckets.get(0);
        return oldest.getLevel() == VALIDATION ? oldest.getCount() : 0;
    }

    /** Event time of the first record after the latest change, in milliseconds. */
    long start() {
        return buckets.get(0).getTime();
    }

    /** Adds the newest block. */
    void add(ErrorBlock block) {
        double sum = block.getSum();
        ErrorBucket bucket = new ErrorBucket(
                0,
                1L,
                (long) block.getCount(),
                sum,
                block.getSumOfSquares(),
                sum * sum / block.getCount(),
                block.getTime());
        buckets.add(bucket);
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
        updateTotal();
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
        updateTotal();
    }

    private void updateTotal() {
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
