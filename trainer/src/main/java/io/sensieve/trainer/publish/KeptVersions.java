package io.sensieve.trainer.publish;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Versions of a layout with distinct models, the active one among them. The training's thread fetches them. */
@FunctionalInterface
public interface KeptVersions {
    /** No versions. */
    KeptVersions NONE = cancelled -> List.of();

    /**
     * Fetches the versions that can be used; none if the training was cancelled.
     *
     * @param cancelled asked while the models are fetched
     */
    List<KeptVersion> fetch(BooleanSupplier cancelled);
}
