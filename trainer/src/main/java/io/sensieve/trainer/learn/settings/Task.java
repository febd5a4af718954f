package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** What the chosen channels are to serve. */
public enum Task {
    /** To rebuild all D channels; the error is the paper's of table 1. */
    RECONSTRUCTION,
    /** To tell a row's class; the measure is the accuracy of table 2. */
    CLASSIFICATION;

    /** As settings, options and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
