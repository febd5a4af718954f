package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.TrainSettings;

/**
 * Draws Gumbel-Softmax weights from logits (equation 1) and applies them to mini-batches. A call of {@link #backward}
 * can follow a call of {@link #select}, in the same scope.
 */
public interface ConcreteSampling {
    /** Starts an epoch at a temperature. */
    void startEpoch(double temperature);

    /**
     * Applies weights to a mini-batch.
     *
     * @param logits K x D
     * @param batch B x D
     * @return selected values, B x K
     */
    NDArray select(NDArray logits, NDArray batch);

    /**
     * Backward pass: the gradient of the loss by the logits, K x D.
     *
     * @param bySelected gradient of the loss by the selected values, B x K
     */
    NDArray backward(NDArray bySelected);

    /** Creates the fastest implementation of the settings on the manager's device. */
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
