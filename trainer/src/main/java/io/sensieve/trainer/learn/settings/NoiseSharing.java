package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** How often the Gumbel noise of equation 1 is drawn. */
public enum NoiseSharing {
    /** One K x D sample for a mini-batch: about eight times cheaper, with the same error for IP-CAE. */
    BATCH,
    /** A fresh K x D sample for every record, as the paper's authors do. */
    RECORD;

    /** As settings and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
