package io.sensieve.trainer.publish;

import io.sensieve.model.ModelFile;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Model of the active selection, from which a training starts. The training's thread fetches it. */
@FunctionalInterface
public interface Champion {
    /** No champion: the training starts from scratch. */
    Champion NONE = cancelled -> Optional.empty();

    /**
     * Fetches the model; empty if there is no usable model or the training was cancelled.
     *
     * @param cancelled asked while the model is fetched
     */
    Optional<ModelFile> fetch(BooleanSupplier cancelled);
}
