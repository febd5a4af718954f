package sensieve.trainer.learn;

/** Watches a training, and may end it. Called on the training's thread. */
public interface TrainingListener {
    /** Neither watches nor ends it. */
    TrainingListener NONE = progress -> {};

    /** An epoch has ended. */
    void onEpoch(TrainingProgress progress);

    /** Asked before every step: {@code true} ends the training with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
