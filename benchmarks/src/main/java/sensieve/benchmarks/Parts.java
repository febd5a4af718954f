package sensieve.benchmarks;

import java.util.stream.Stream;
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
     * The figure of the paper on the test rows: the error (section 4, mean over the rows of the Euclidean norm of the
     * scaled difference, divided by D), or of a model that classifies the accuracy in percent.
     */
    public double testFigure(ModelFile model) {
        return model.classifier()
                ? PERCENT * new Classifier(model).accuracy(test, testLabels)
                : error(new Reconstructor(model), test, model.offset().length);
    }

    private static double error(Reconstructor reconstructor, float[][] rows, int channels) {
        return Stream.of(rows)
                .mapToDouble(row -> reconstructor.error(
                        row,
                        reconstructor.rebuild(reconstructor.project(row)),
                        new double[channels],
                        new long[channels]))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
