package io.sensieve.trainer.learn.engine;

/** Updates parameters by the gradients that the engine collected. */
public interface Optimizer {

    /** Takes a step along the gradients, and clears them. */
    void step(double learningRate);
}
