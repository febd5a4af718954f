package io.sensieve.trainer.retrain;

import io.sensieve.ErrorSummary;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets through only what the app would accept, what is better than knowing nothing and, against a selection in force,
 * what is better by a margin that also pays for the channels that change: those downstream have to change with them.
 *
 * @param margin share of the error in force that a new selection must gain
 * @param churn share that it must gain besides if it changes all channels; a K-th part for each that changes
 */
public record ChallengerGate(double margin, double churn) {

    /** The most that the challenger's error may be. */
    public double mostError(ChallengerComparison comparison) {
        return comparison.championError() * (1 - margin - churn * comparison.churn() / comparison.channels());
    }

    /** Whether the challenger wins. */
    boolean lets(ChallengerComparison comparison) {
        return comparison.challengerError() <= mostError(comparison);
    }

    /** Why it does not win, in words. */
    String loss(ChallengerComparison comparison) {
        return String.format(
                Locale.ROOT,
                "error %.4e, the selection in force has %.4e on the same rows and %d of %d channels would change:"
                        + " at most %.4e would have been published",
                comparison.challengerError(),
                comparison.championError(),
                comparison.churn(),
                comparison.channels(),
                mostError(comparison));
    }

    /** Why the selection must not be published whatever is in force; empty if it may. */
    static Optional<String> refusal(Selection selection, byte[] modelFile, Optional<SensorLayout> layout) {
        try {
            LoadedSelection.of(selection, modelFile, layout);
        } catch (RefusedSelectionException e) {
            return Optional.of(e.reason().label() + ": " + e.getMessage());
        }
        ErrorSummary validation = selection.getValidation();
        if (!(validation.getMean() < validation.getPredictMean())) {
            return Optional.of("validation error " + validation.getMean() + " is not below "
                    + validation.getPredictMean() + ", that of predicting the mean");
        }
        return Optional.empty();
    }
}
