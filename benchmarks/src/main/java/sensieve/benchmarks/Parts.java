package sensieve.benchmarks;

import sensieve.model.Classifier;
import sensieve.model.ModelFile;
import sensieve.model.Reconstructor;
import sensieve.service.SettingException;
import sensieve.standalone.data.DataSplit;
import sensieve.standalone.data.RowClasses;
import sensieve.trainer.learn.Task;
import sensieve.trainer.learn.TrainingData;

/**
 * A data set in its parts.
 *
 * @param data train and validation rows, all channels candidates
 * @param test rows for the final figure, seen by nothing before
 * @param testLabels class of each test row; empty where the task needs none
 */
public record Parts(TrainingData data, float[][] test, int[] testLabels) {
    private static final double PERCENT = 100;

    /**
     * Splits a file as {@code sensieve train} does.
     *
     * @throws SettingException if it cannot be split, or the task needs labels that it does not have
     */
    public static Parts of(DataFile file, Task task) {
        DataSplit split = DataSplit.of(file.rows(), task);
        return new Parts(
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
