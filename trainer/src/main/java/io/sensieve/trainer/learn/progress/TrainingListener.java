package io.sensieve.trainer.learn.progress;

import io.sensieve.model.ModelFile;
import java.util.function.Supplier;

/** Receives the progress of a training, and can cancel it. Called on the thread of the training. */
public interface TrainingListener {
    /** Ignores the progress, and never cancels. */
    TrainingListener NONE = progress -> {};

    /** Called after each epoch. */
    void onEpoch(TrainingProgress progress);

    /**
     * Called after {@link #onEpoch}.
     *
     * @param model gives the model that the training would end with now; call it before this method returns
     */
    default void onModel(Supplier<ModelFile> model) {}

    /** Asked before every step; {@code true} ends the training with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
