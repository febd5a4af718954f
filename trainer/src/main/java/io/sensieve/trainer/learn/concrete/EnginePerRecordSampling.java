package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Draws a fresh sample for every record with the engine's operators: B x K x D weights at once. For a GPU. */
public final class EnginePerRecordSampling extends GumbelSoftmax {

    public EnginePerRecordSampling(NDManager manager) {
        super(manager);
    }

    @Override
    public NDArray select(NDArray logits, NDArray batch) {
        rows = batch.expandDims(1);
        weights = draw(logits, new Shape(batch.getShape().get(0)).addAll(logits.getShape()));
        return weights.matMul(batch.expandDims(2)).squeeze(2);
    }

    @Override
    public NDArray backward(NDArray bySelected) {
        NDArray selected = weights.mul(rows).sum(new int[] {2}, true);
        return byLogits(
                weights.mul(rows.sub(selected)).muli(bySelected.expandDims(2)).sum(new int[] {0}));
    }
}
