package sensieve.trainer.learn;

/** A rule by which parameters follow their gradients. */
interface Descent {

    /** Follows the gradients, and clears them. */
    void step(double learningRate);
}
