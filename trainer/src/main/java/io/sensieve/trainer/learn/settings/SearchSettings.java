package io.sensieve.trainer.learn.settings;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Settings of the search for channels. Batch size and shuffling hold for the training of the decoder, too.
 *
 * @param epochs epochs of the search, B in equation 3
 * @param batchSize largest mini-batch; fewer rows make it smaller, see {@link #batchSizeFor}
 * @param learningRate Adam's learning rate
 * @param shuffle whether each epoch has its own order of the rows
 * @param lambda how long stochastic gates keep one lambda
 */
public record SearchSettings(int epochs, int batchSize, float learningRate, boolean shuffle, LambdaSchedule lambda) {
    /** Settings with the best measured error on unseen rows. */
    static final SearchSettings DEFAULT = new SearchSettings(200, 128, 1e-3f, true, LambdaSchedule.STEP);

    static final int MAX_EPOCHS = 100_000;

    static final List<SettingField<SearchSettings>> FIELDS = List.of(
            SettingField.wholeNumber(
                            "epochs",
                            1,
                            MAX_EPOCHS,
                            SearchSettings::epochs,
                            SearchSettings::withEpochs,
                            "Epochs of the search for channels. Methods that train no network, such as css, need none. stg takes half of them, or"
                                    + " half of them for each of up to eight lambdas.")
                    .withImportance(Importance.HIGH),
            SettingField.wholeNumber(
                    "batch.size",
                    1,
                    Integer.MAX_VALUE,
                    SearchSettings::batchSize,
                    SearchSettings::withBatchSize,
                    "Largest mini-batch. It is halved while an epoch has fewer than 30 steps, but not below 16."),
            SettingField.number(
                    "learning.rate",
                    1e-7,
                    1,
                    SearchSettings::learningRate,
                    SearchSettings::withLearningRate,
                    "Adam's learning rate during the search for channels."),
            SettingField.flag(
                    "shuffle",
                    SearchSettings::shuffle,
                    SearchSettings::withShuffle,
                    "Whether each epoch has its own order of the rows."),
            SettingField.choice(
                    "lambda",
                    List.of(LambdaSchedule.values()),
                    LambdaSchedule::label,
                    SearchSettings::lambda,
                    SearchSettings::withLambda,
                    "How long stg keeps one lambda. step: solved for at each step, so that the expected number of open"
                            + " gates falls to K. training: kept for a whole training, and searched between trainings"
                            + " until K gates are open at the end."));

    private static final int MIN_BATCH = 16;
    private static final int MIN_STEPS = 30;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public SearchSettings {
        Checks.atLeast("epochs", 1, epochs);
        Checks.atLeast("batch.size", 1, batchSize);
        Checks.learningRate("learning.rate", learningRate);
    }

    /**
     * Size of the mini-batches: the setting, halved while an epoch has fewer than 30 steps, but not below 16. The paper
     * takes 128 for thousands of rows and 16 for about a thousand.
     */
    public int batchSizeFor(int rows) {
        int size = batchSize;
        while (size / 2 >= MIN_BATCH && rows / size < MIN_STEPS) {
            size /= 2;
        }
        return Math.min(size, rows);
    }

    public SearchSettings withEpochs(int value) {
        return new SearchSettings(value, batchSize, learningRate, shuffle, lambda);
    }

    public SearchSettings withBatchSize(int value) {
        return new SearchSettings(epochs, value, learningRate, shuffle, lambda);
    }

    public SearchSettings withLearningRate(float value) {
        return new SearchSettings(epochs, batchSize, value, shuffle, lambda);
    }

    public SearchSettings withShuffle(boolean value) {
        return new SearchSettings(epochs, batchSize, learningRate, value, lambda);
    }

    public SearchSettings withLambda(LambdaSchedule value) {
        return new SearchSettings(epochs, batchSize, learningRate, shuffle, value);
    }
}
