package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** What the selected channels are for. */
public enum Task {
    /** Reconstruct all D channels; the error is that of table 1 of the paper. */
    RECONSTRUCTION,
    /** Classify rows; the measure is the accuracy of table 2 of the paper. */
    CLASSIFICATION;

    /** As settings, options and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
