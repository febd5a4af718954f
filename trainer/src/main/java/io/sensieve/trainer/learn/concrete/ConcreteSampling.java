package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.TrainSettings;

/**
 * Equation 1 with its noise: rows of weights that are drawn about the logits. A call of {@link #select} may be followed
 * by one of {@link #backward}, in the same scope.
 */
public interface ConcreteSampling {
    /** A pass over the rows begins. */
    void startEpoch(double temperature);

    /**
     * What the rows select of a mini-batch.
     *
     * @param logits K x D
     * @param batch B x D
     * @return B x K
     */
    NDArray select(NDArray logits, NDArray batch);

    /**
     * The gradient by the logits, K x D.
     *
     * @param bySelected B x K
     */
    NDArray backward(NDArray bySelected);

    /** What the settings ask for, at its fastest on the manager's device. */
    static ConcreteSampling of(NDManager manager, TrainSettings settings, int rows, int channels, int batch) {
        if (settings.concrete().noise() == NoiseSharing.BATCH) {
            return new BatchGumbelSoftmax(manager);
        }
        return manager.getDevice().isGpu() || batch % 2 == 1
                ? new EnginePerRecordSampling(manager)
                : new CpuPerRecordSampling(
                        manager, new PerRecordGumbelSoftmax(settings.seed(), rows, channels, batch), rows, channels);
    }
}
