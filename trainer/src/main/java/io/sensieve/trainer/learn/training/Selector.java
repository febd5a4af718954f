package io.sensieve.trainer.learn.training;

import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingFailedException;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;

/** Selects channels, and trains a decoder that reconstructs all channels or classifies rows. */
public interface Selector {
    /**
     * Selects K channels, and trains a decoder for them.
     *
     * @throws IllegalArgumentException if the data cannot give K channels, or lack the labels that the task needs
     * @throws TrainingFailedException if the loss becomes infinite or NaN
     * @throws java.util.concurrent.CancellationException if the listener cancels the training
     */
    TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener);

    /**
     * Selects K channels as {@link #select} does without a champion, with as little training of a decoder as possible.
     *
     * @return indices of the channels, ascending
     * @throws IllegalArgumentException as {@link #select}
     */
    default int[] selectChannels(TrainingData data, TrainSettings settings, TrainingListener listener) {
        return select(data, settings, listener).model().channels();
    }

    /** Whether the selector starts from the champion of the data, where there is one. */
    default boolean startsFromChampion() {
        return false;
    }
}
