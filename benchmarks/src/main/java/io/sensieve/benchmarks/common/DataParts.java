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
 * Splits a data set into training, validation and test rows.
 *
 * @param data training and validation rows; all channels are candidates
 * @param test test rows of D values, which no training has seen
 * @param testLabels class of each test row; empty unless the task is classification
 */
public record DataParts(TrainingData data, float[][] test, int[] testLabels) {
    private static final double PERCENT = 100;

    /**
     * Splits a file as {@code sensieve train} does.
     *
     * @throws SettingException if the file cannot be split or has no labels for a classification
     */
    public static DataParts of(DataFile file, Task task) {
        DataSplit split = DataSplit.of(file.rows(), task);
        return new DataParts(
                split.trainingData(file.channelNames()),
                split.test(),
                split.classes().map(RowClasses::test).orElseGet(() -> new int[0]));
    }

    /**
     * Computes the metric of the paper on the test rows: the reconstruction error (section 4), or the accuracy of a
     * classifier in percent.
     */
    public double testFigure(ModelFile model) {
        return model.classifier()
                ? PERCENT * new Classifier(model).accuracy(test, testLabels)
                : new Reconstructor(model).meanError(test);
    }
}
