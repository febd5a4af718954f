package io.sensieve.trainer.learn.training;

import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingFailedException;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;

/** A method that chooses channels. {@link SelectionMethod} names those that there are. */
public interface Selector {
    /**
     * Chooses K channels and learns to rebuild all from them, or to tell the classes of the rows.
     *
     * @throws IllegalArgumentException if the data cannot give K channels, or lack the labels that the task needs
     * @throws TrainingFailedException if the numbers ran away
     * @throws java.util.concurrent.CancellationException if the listener ended it
     */
    TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener);
}
