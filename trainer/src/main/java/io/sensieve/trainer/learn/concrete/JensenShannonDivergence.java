package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;

/**
 * Generalised Jensen-Shannon divergence of the rows' softmax with equal weights (equation 10): the entropy of the mean
 * minus the mean of the entropies. 0 if all rows are equal, log K if no two rows overlap.
 *
 * @param value a scalar
 * @param byLogits its gradient, K x D
 */
public record JensenShannonDivergence(NDArray value, NDArray byLogits) {

    /** Of logits, K x D. */
    public static JensenShannonDivergence of(NDArray logits) {
        NDArray log = logits.logSoftmax(-1);
        NDArray shares = log.exp();
        NDArray mixture = shares.mean(new int[] {0}).add(Float.MIN_NORMAL).log();
        NDArray ratio = shares.mul(log.sub(mixture));
        NDArray ofRows = ratio.sum(new int[] {1}, true);
        long rows = logits.getShape().get(0);
        return new JensenShannonDivergence(
                ofRows.mean(), ratio.sub(shares.mul(ofRows)).div(rows));
    }
}
