package io.sensieve.trainer.learn.engine;

/** A rule by which parameters follow their gradients. */
public interface Optimizer {

    /** Follows the gradients, and clears them. */
    void step(double learningRate);
}
