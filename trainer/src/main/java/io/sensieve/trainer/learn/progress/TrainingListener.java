package io.sensieve.trainer.learn.progress;

import io.sensieve.model.ModelFile;
import java.util.function.Supplier;

/** Watches a training, and may end it. Called on the training's thread. */
public interface TrainingListener {
    /** Neither watches nor ends it. */
    TrainingListener NONE = progress -> {};

    /** An epoch has ended. */
    void onEpoch(TrainingProgress progress);

    /**
     * Called after {@link #onEpoch}.
     *
     * @param model gives what the training would end with if it ended here; may be asked during the call only
     */
    default void onModel(Supplier<ModelFile> model) {}

    /** Asked before every step: {@code true} ends the training with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
