package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** How channels are scaled; fitted on the train and validation rows. */
public enum ScalingMethod {
    /** Maps the smallest value to 0 and the largest to 1. */
    MINMAX,
    /** Maps the mean to 0 and the standard deviation to 1. */
    STANDARD,
    /** Leaves the values as they are. */
    NONE;

    /** As settings, files and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
