package io.sensieve.trainer.retrain;

import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.window.WindowSample;
import java.util.Optional;

/** Result of a training. */
public sealed interface TrainingResult {
    /**
     * The training produced a selection.
     *
     * @param comparison comparison with the champion; empty if there is none or the two are not comparable
     * @param sample rows of the regime that the selection is for
     * @param objection why a kept version is preferable, whatever the gate says; empty if none is
     * @param channels channels that were not trusted
     */
    record Trained(
            TrainedSelection selection,
            Optional<ChallengerComparison> comparison,
            WindowSample sample,
            Optional<String> objection,
            LoneChannels channels)
            implements TrainingResult {
        /** Returns the result with an objection. */
        Trained withObjection(String reason) {
            return new Trained(selection, comparison, sample, Optional.of(reason), channels);
        }
    }

    /**
     * A kept version that is not active fits the newest rows better than all others.
     *
     * @param reason description for people
     */
    record Returned(KeptVersion version, String reason) implements TrainingResult {}

    /**
     * Nothing was trained, because nothing can be learnt from the rows.
     *
     * @param reason description for people
     */
    record Needless(String reason) implements TrainingResult {}

    /** The training threw an exception. */
    record Failed(Exception cause) implements TrainingResult {}
}
