package io.sensieve.streams.drift.detector;

import io.sensieve.streams.state.ErrorBucket;

/**
 * Mean and spread of errors that came in blocks.
 *
 * @param blocks how many
 * @param count records in them
 * @param sum of their errors
 * @param squares sum of their errors' squares
 * @param between sum of the blocks' squared sums, each over its count
 */
record BlockMoments(long blocks, long count, double sum, double squares, double between) {
    static final BlockMoments NONE = new BlockMoments(0, 0, 0, 0, 0);

    /** Fewer blocks than this say nothing of how the records in a block depend on each other. */
    private static final int BLOCKS_MIN = 8;

    BlockMoments plus(ErrorBucket bucket) {
        return new BlockMoments(
                blocks + bucket.getBlocks(),
                count + bucket.getCount(),
                sum + bucket.getSum(),
                squares + bucket.getSquares(),
                between + bucket.getBetween());
    }

    BlockMoments minus(BlockMoments other) {
        return new BlockMoments(
                blocks - other.blocks,
                count - other.count,
                sum - other.sum,
                squares - other.squares,
                between - other.between);
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** Of single records. */
    double variance() {
        return count < 2 ? 0 : Math.max(0, (squares - sum * sum / count) / (count - 1));
    }

    /**
     * How much more the blocks' means vary than they would if records were independent, at least 1: the variance of a
     * mean of n records is that many times variance / n (the design effect of cluster sampling, L. Kish, Survey
     * Sampling, 1965, section 5.4).
     */
    double inflation() {
        double variance = variance();
        if (blocks < BLOCKS_MIN || variance == 0) {
            return 1;
        }
        return Math.max(1, (between - sum * sum / count) / (blocks - 1) / variance);
    }
}
