package io.sensieve.trainer.publish;

import io.sensieve.model.ModelFile;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The model that a training starts from, fetched by the training's thread. */
public interface Champion {
    /** None: the training starts anew. */
    Champion NONE = cancelled -> Optional.empty();

    /**
     * The model; empty where there is none that can be used.
     *
     * @param cancelled asked while it is fetched
     */
    Optional<ModelFile> fetch(BooleanSupplier cancelled);
}
