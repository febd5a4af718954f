package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** A fresh sample for every record, with the engine's operators: B x K x D weights at once. For a GPU. */
final class RecordSampling implements Sampling {
    private final NDManager manager;
    private double temperature;
    private NDArray weights;
    private NDArray rows;

    RecordSampling(NDManager manager) {
        this.manager = manager;
        this.weights = manager.create(0f);
        this.rows = weights;
    }

    @Override
    public void begin(double newTemperature) {
        temperature = newTemperature;
    }

    @Override
    public NDArray select(NDArray logits, NDArray batch) {
        rows = batch.expandDims(1);
        weights = BatchSampling.gumbel(manager, new Shape(batch.getShape().get(0)).addAll(logits.getShape()))
                .addi(logits)
                .muli(1 / temperature)
                .softmax(-1);
        return weights.matMul(batch.expandDims(2)).squeeze(2);
    }

    @Override
    public NDArray backward(NDArray bySelected) {
        NDArray selected = weights.mul(rows).sum(new int[] {2}, true);
        return weights.mul(rows.sub(selected))
                .muli(bySelected.expandDims(2))
                .sum(new int[] {0})
                .muli(1 / temperature);
    }
}
