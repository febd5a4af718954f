package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** How long stochastic gates keep one lambda, the weight of its regulariser. */
public enum LambdaSchedule {
    /** For one step: solved for each step, so that the expected number of open gates falls to K. */
    STEP,
    /**
     * For a whole training: searched between trainings, until K gates are open at the end (section 4.4 of the paper).
     */
    TRAINING;

    /** As settings and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
