package io.sensieve.trainer.learn.evaluation;

import io.sensieve.model.ModelFile;
import java.util.Arrays;

/**
 * Errors of a challenger and of the champion on the same rows, with the arithmetic of the streams app. Both are
 * measured in the scaling of the challenger, because errors in different scalings do not compare.
 *
 * @param championError mean normalised error of the champion
 * @param challengerError mean normalised error of the challenger
 * @param churn number of the challenger's channels that the champion does not have
 * @param channels K of the challenger
 */
public record ChallengerComparison(double championError, double challengerError, int churn, int channels) {

    /**
     * Compares two models.
     *
     * @param rows of D values that neither model was trained on; NaN is missing
     */
    public static ChallengerComparison of(ModelFile champion, ModelFile challenger, float[][] rows) {
        return of(champion, challenger, challenger, rows);
    }

    /**
     * Compares two models in the scaling of a third.
     *
     * @param rows of D values that none of the models was trained on; NaN is missing
     */
    public static ChallengerComparison of(ModelFile champion, ModelFile challenger, ModelFile scaling, float[][] rows) {
        return new ChallengerComparison(
                new RowErrors(scaling).addReconstructedBy(champion, rows).mean(),
                new RowErrors(scaling).addReconstructedBy(challenger, rows).mean(),
                churn(champion.channels(), challenger.channels()),
                challenger.channels().length);
    }

    /**
     * Counts the channels that {@code before} does not have.
     *
     * @param before indices, ascending
     * @param after indices
     */
    public static int churn(int[] before, int[] after) {
        return (int) Arrays.stream(after)
                .filter(channel -> Arrays.binarySearch(before, channel) < 0)
                .count();
    }
}
