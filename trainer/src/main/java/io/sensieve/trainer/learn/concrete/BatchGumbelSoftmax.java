package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Draws one sample of noise for all records of a mini-batch. The weights are a K x D matrix, equation 2. */
public final class BatchGumbelSoftmax extends GumbelSoftmax {

    public BatchGumbelSoftmax(NDManager manager) {
        super(manager);
    }

    @Override
    public NDArray select(NDArray logits, NDArray batch) {
        rows = batch;
        weights = draw(logits, logits.getShape());
        return batch.matMul(weights.transpose());
    }

    @Override
    public NDArray backward(NDArray bySelected) {
        NDArray byWeights = bySelected.transpose().matMul(rows).muli(weights);
        return byLogits(byWeights.sub(weights.mul(byWeights.sum(new int[] {1}, true))));
    }
}
