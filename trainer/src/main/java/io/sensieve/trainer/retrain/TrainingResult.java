package io.sensieve.trainer.retrain;

import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Optional;

/** Result of a training. */
public sealed interface TrainingResult {
    /**
     * The training produced a selection.
     *
     * @param comparison comparison with the champion; empty if there is none or the two are not comparable
     */
    record Trained(TrainedSelection selection, Optional<ChallengerComparison> comparison) implements TrainingResult {}

    /** The training threw an exception. */
    record Failed(Exception cause) implements TrainingResult {}
}
