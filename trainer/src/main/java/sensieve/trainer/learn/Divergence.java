package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;

/** Divergence between the rows of a selecting layer. */
final class Divergence {
    private Divergence() {}

    /**
     * Generalised Jensen-Shannon divergence of the rows' softmax with equal weights (equation 10): 0 where all rows are
     * alike, log K where no two overlap. It is the entropy of the mean less the mean of the entropies.
     *
     * @param logits K x D
     * @return a scalar that can be differentiated
     */
    static NDArray generalisedJensenShannon(NDArray logits) {
        NDArray log = logits.logSoftmax(-1);
        NDArray shares = log.exp();
        NDArray negativeEntropies = shares.mul(log).sum(new int[] {-1}).mean();
        NDArray mean = shares.mean(new int[] {0});
        NDArray mixture = mean.mul(mean.add(Float.MIN_NORMAL).log()).sum();
        return negativeEntropies.sub(mixture);
    }
}
