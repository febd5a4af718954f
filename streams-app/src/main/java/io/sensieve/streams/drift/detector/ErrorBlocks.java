package io.sensieve.streams.drift.detector;

import io.sensieve.streams.state.ErrorBlock;
import java.util.ArrayList;
import java.util.List;

/** Sums the errors of consecutive records in blocks of {@value #RECORDS}. */
public final class ErrorBlocks {
    static final int RECORDS = 32;

    private final ErrorScale scale;
    private final List<ErrorBlock> blocks = new ArrayList<>();
    private boolean highErrors;
    private int count;
    private double sum;
    private double sumOfSquares;
    private long time;

    public ErrorBlocks(ErrorScale scale) {
        this.scale = scale;
    }

    /**
     * Adds the next record.
     *
     * @param error finite
     * @param eventTime event time in milliseconds
     */
    public void add(float error, long eventTime) {
        if (count == 0) {
            time = eventTime;
        }
        double limited = Math.min(error, scale.max());
        sum += limited;
        sumOfSquares += limited * limited;
        count++;
        if (count == RECORDS) {
            highErrors |= sum / count > scale.mean() + scale.sd();
            close();
        }
    }

    private void close() {
        blocks.add(new ErrorBlock(count, sum, sumOfSquares, time));
        count = 0;
        sum = 0;
        sumOfSquares = 0;
    }

    /** Whether the mean error of a full block is more than a standard deviation above the validation mean. */
    public boolean hasHighErrors() {
        return highErrors;
    }

    /** All blocks; the last block may be smaller. */
    public List<ErrorBlock> all() {
        if (count > 0) {
            close();
        }
        return List.copyOf(blocks);
    }
}
