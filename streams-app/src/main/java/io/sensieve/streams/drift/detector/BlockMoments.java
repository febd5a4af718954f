package io.sensieve.streams.drift.detector;

import io.sensieve.streams.state.ErrorBucket;

/**
 * Moments of errors that are summed in blocks.
 *
 * @param blocks number of blocks
 * @param count number of records
 * @param sum sum of the errors
 * @param sumOfSquares sum of the squares of the errors
 * @param betweenBlocks sum over the blocks of the squared sum divided by the count
 */
record BlockMoments(long blocks, long count, double sum, double sumOfSquares, double betweenBlocks) {
    static final BlockMoments NONE = new BlockMoments(0, 0, 0, 0, 0);

    /** Smallest number of blocks from which the dependence of the records in a block is estimated. */
    private static final int BLOCKS_MIN = 8;

    BlockMoments plus(ErrorBucket bucket) {
        return new BlockMoments(
                blocks + bucket.getBlocks(),
                count + bucket.getCount(),
                sum + bucket.getSum(),
                sumOfSquares + bucket.getSumOfSquares(),
                betweenBlocks + bucket.getBetweenBlocks());
    }

    BlockMoments minus(BlockMoments other) {
        return new BlockMoments(
                blocks - other.blocks,
                count - other.count,
                sum - other.sum,
                sumOfSquares - other.sumOfSquares,
                betweenBlocks - other.betweenBlocks);
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** Variance of the errors of single records. */
    double variance() {
        return count < 2 ? 0 : Math.max(0, (sumOfSquares - sum * sum / count) / (count - 1));
    }

    /**
     * Design effect of cluster sampling (L. Kish, Survey Sampling, 1965, section 5.4): the variance of a mean of n
     * records is {@code inflation * variance / n}. At least 1, its value for independent records.
     */
    double inflation() {
        double variance = variance();
        if (blocks < BLOCKS_MIN || variance == 0) {
            return 1;
        }
        return Math.max(1, (betweenBlocks - sum * sum / count) / (blocks - 1) / variance);
    }
}
