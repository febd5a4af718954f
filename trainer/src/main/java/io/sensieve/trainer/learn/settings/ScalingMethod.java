package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** How channels are brought to one scale; fitted on the train and validation rows. */
public enum ScalingMethod {
    /** Smallest value to 0, largest to 1. */
    MINMAX,
    /** Mean to 0, standard deviation to 1. */
    STANDARD,
    /** As they come. */
    NONE;

    /** As settings, files and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
