package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** W of equation 6: maps the embedding to logits (sections 2.3 and 4.2 of the paper). */
public enum LogitTransform {
    /** A matrix that all rows share: IP-CAE. */
    SHARED,
    /** A weight for each channel: {@code W = diag(w)}. */
    DIAGONAL,
    /** One weight: {@code W = w I}. */
    SCALAR,
    /** None: the logits are parameters themselves, as in the Concrete Autoencoder. */
    NONE;

    /** As settings, options and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
