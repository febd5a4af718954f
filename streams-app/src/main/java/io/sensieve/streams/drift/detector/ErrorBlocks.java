package io.sensieve.streams.drift.detector;

import io.sensieve.streams.state.ErrorBlock;
import java.util.ArrayList;
import java.util.List;

/** The errors of consecutive records, summed up in blocks of {@value #RECORDS}. */
public final class ErrorBlocks {
    static final int RECORDS = 32;

    private final ErrorScale scale;
    private final List<ErrorBlock> blocks = new ArrayList<>();
    private boolean conspicuous;
    private int count;
    private double sum;
    private double squares;
    private long time;

    public ErrorBlocks(ErrorScale scale) {
        this.scale = scale;
    }

    /**
     * Adds the next record.
     *
     * @param error finite
     * @param eventTime in milliseconds
     */
    public void add(float error, long eventTime) {
        if (count == 0) {
            time = eventTime;
        }
        double clipped = Math.min(error, scale.max());
        sum += clipped;
        squares += clipped * clipped;
        count++;
        if (count == RECORDS) {
            conspicuous |= sum / count > scale.mean() + scale.sd();
            close();
        }
    }

    private void close() {
        blocks.add(new ErrorBlock(count, sum, squares, time));
        count = 0;
        sum = 0;
        squares = 0;
    }

    /** Whether there is a block whose mean error is a standard deviation too high. */
    public boolean conspicuous() {
        return conspicuous;
    }

    /** All blocks, the last of which may be smaller. */
    public List<ErrorBlock> all() {
        if (count > 0) {
            close();
        }
        return List.copyOf(blocks);
    }
}
