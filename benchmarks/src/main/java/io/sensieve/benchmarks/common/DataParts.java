package io.sensieve.benchmarks.common;

import io.sensieve.model.Classifier;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.standalone.data.RowClasses;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.Task;

/**
 * A data set in its parts.
 *
 * @param data train and validation rows, all channels candidates
 * @param test rows for the final figure, seen by nothing before
 * @param testLabels class of each test row; empty where the task needs none
 */
public record DataParts(TrainingData data, float[][] test, int[] testLabels) {
    private static final double PERCENT = 100;

    /**
     * Splits a file as {@code sensieve train} does.
     *
     * @throws SettingException if it cannot be split, or the task needs labels that it does not have
     */
    public static DataParts of(DataFile file, Task task) {
        DataSplit split = DataSplit.of(file.rows(), task);
        return new DataParts(
                split.trainingData(file.channelNames()),
                split.test(),
                split.classes().map(RowClasses::test).orElseGet(() -> new int[0]));
    }

    /**
     * The figure of the paper on the test rows: the error (section 4), or of a model that classifies the accuracy in
     * percent.
     */
    public double testFigure(ModelFile model) {
        return model.classifier()
                ? PERCENT * new Classifier(model).accuracy(test, testLabels)
                : new Reconstructor(model).meanError(test);
    }
}
