package sensieve.benchmarks;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sensieve.model.Classifier;
import sensieve.model.ModelFile;
import sensieve.model.Reconstructor;
import sensieve.service.SettingException;
import sensieve.standalone.data.ChannelRow;
import sensieve.standalone.data.DataSplit;
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
        DataSplit split = DataSplit.of(file.rows());
        TrainingData data = split.trainingData(file.channelNames());
        if (task == Task.RECONSTRUCTION) {
            return new Parts(data, split.test(), new int[0]);
        }
        IdentityHashMap<float[], Integer> labels = labels(file);
        int classes =
                1 + labels.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        TrainingData labelled = new TrainingData(
                data.train(),
                data.validation(),
                data.channels(),
                Optional.of(new TrainingData.Labels(
                        labels(labels, data.train()), labels(labels, data.validation()), classes)));
        return new Parts(labelled, split.test(), labels(labels, split.test()));
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

    private static IdentityHashMap<float[], Integer> labels(DataFile file) {
        IdentityHashMap<float[], Integer> labels = new IdentityHashMap<>();
        for (ChannelRow row : file.rows()) {
            labels.put(
                    row.values(),
                    row.label()
                            .orElseThrow(() -> new SettingException("Data file " + file.path() + ", line " + row.line()
                                    + ": no label, and a classification needs one in every row")));
        }
        return labels;
    }

    private static int[] labels(IdentityHashMap<float[], Integer> labels, float[][] rows) {
        return List.of(rows).stream().mapToInt(labels::get).toArray();
    }
}
