package io.sensieve.standalone.report;

import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.Stability;
import java.util.Optional;

/**
 * A trained selection with its evaluation.
 *
 * @param test mean normalised error of the test rows, the paper's metric, or the accuracy of a classification
 * @param stability stability of the selection; empty unless it was requested
 */
public record ExperimentRun(
        TrainedSelection trained, double test, Resilience resilience, Optional<Stability> stability) {
    /** Number of selected channels. */
    public int k() {
        return trained.channels().size();
    }

    /** Whether the task is classification; errors are then shares of wrong classes. */
    public boolean classifies() {
        return trained.model().classifier();
    }

    /** Mean error of the validation rows. */
    public double validationError() {
        return trained.validation().error().getMean();
    }
}
