package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** One sample of noise for all records of a mini-batch: the weights are a matrix, and selecting is its product. */
final class BatchSampling implements Sampling {
    /** Smallest uniform number: keeps the noise finite. */
    private static final float LEAST = 1e-20f;

    private final NDManager manager;
    private double temperature;
    private NDArray weights;
    private NDArray rows;

    BatchSampling(NDManager manager) {
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
        rows = batch;
        weights = gumbel(manager, logits.getShape())
                .addi(logits)
                .muli(1 / temperature)
                .softmax(-1);
        return batch.matMul(weights.transpose());
    }

    @Override
    public NDArray backward(NDArray bySelected) {
        NDArray byWeights = bySelected.transpose().matMul(rows).muli(weights);
        return byWeights.sub(weights.mul(byWeights.sum(new int[] {1}, true))).muli(1 / temperature);
    }

    /** Standard Gumbel draws. */
    static NDArray gumbel(NDManager manager, Shape shape) {
        return manager.randomUniform(LEAST, 1, shape).log().negi().log().negi();
    }
}
