package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Draws Gumbel-Softmax weights with the engine's operators: softmax of (logits + Gumbel noise) / T over the channels.
 */
abstract class GumbelSoftmax implements ConcreteSampling {
    /** Smallest uniform number: keeps the noise finite. */
    private static final float LEAST = 1e-20f;

    private final NDManager manager;
    private double temperature;

    /** Of the last draw. */
    NDArray weights;

    /** Of the last mini-batch. */
    NDArray rows;

    GumbelSoftmax(NDManager manager) {
        this.manager = manager;
        this.weights = manager.create(0f);
        this.rows = weights;
    }

    @Override
    public final void startEpoch(double newTemperature) {
        temperature = newTemperature;
    }

    /** Weights about the logits, K x D, for each of the leading dimensions of {@code shape}. */
    final NDArray draw(NDArray logits, Shape shape) {
        return manager.randomUniform(LEAST, 1, shape)
                .log()
                .negi()
                .log()
                .negi()
                .addi(logits)
                .muli(1 / temperature)
                .softmax(-1);
    }

    /** The gradient by the logits from that by the logits over the temperature. */
    final NDArray byLogits(NDArray byScaled) {
        return byScaled.muli(1 / temperature);
    }
}
