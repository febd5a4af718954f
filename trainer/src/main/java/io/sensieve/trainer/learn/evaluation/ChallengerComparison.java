package io.sensieve.trainer.learn.evaluation;

import io.sensieve.model.ModelFile;
import java.util.Arrays;

/**
 * A new selection and the one in force on the same rows, with the app's own arithmetic. Both are measured in the
 * scaling of the new one, for errors in different scalings do not compare.
 *
 * @param championError mean normalised error of the one in force
 * @param challengerError that of the new one
 * @param churn chosen channels of the new one that the one in force does not have
 * @param channels K of the new one
 */
public record ChallengerComparison(double championError, double challengerError, int churn, int channels) {

    /**
     * Measures.
     *
     * @param rows of D values that neither was trained on; NaN is missing
     */
    public static ChallengerComparison of(ModelFile champion, ModelFile challenger, float[][] rows) {
        return new ChallengerComparison(
                new RowErrors(challenger).addRebuiltBy(champion, rows).mean(),
                new RowErrors(challenger).addRebuilt(rows).mean(),
                churn(champion.channels(), challenger.channels()),
                challenger.channels().length);
    }

    /**
     * Channels that are new.
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
