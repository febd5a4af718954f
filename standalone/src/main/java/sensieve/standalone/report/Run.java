package sensieve.standalone.report;

import java.util.Optional;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.study.Resilience;
import sensieve.trainer.study.Stability;

/**
 * One selection with what was measured around it.
 *
 * @param test the paper's metric on the test rows, or the share of them whose class is told
 * @param stability where it was asked for
 */
public record Run(TrainedSelection trained, double test, Resilience resilience, Optional<Stability> stability) {
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
