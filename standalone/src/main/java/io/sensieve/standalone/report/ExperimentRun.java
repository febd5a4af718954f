package io.sensieve.standalone.report;

import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.Stability;
import java.util.Optional;

/**
 * One selection with what was measured around it.
 *
 * @param test the paper's metric on the test rows, or the share of them whose class is told
 * @param stability where it was asked for
 */
public record ExperimentRun(
        TrainedSelection trained, double test, Resilience resilience, Optional<Stability> stability) {
    /** K. */
    public int k() {
        return trained.channels().size();
    }

    /** Whether classes are told; errors are then shares of wrong ones. */
    public boolean classifies() {
        return trained.model().classifier();
    }

    /** Mean error of the validation rows. */
    public double validationError() {
        return trained.validation().getMean();
    }
}
