package io.sensieve.benchmarks.workload;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.FactorModelRows;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.data.TrainingData;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Holds the rows that the devices send in rotation, and the training data of the selection.
 *
 * @param description origin of the rows, for a report
 * @param data training and validation rows, which are among the sent rows
 * @param sent sent rows of D values
 */
public record SensorRows(String description, TrainingData data, float[][] sent) {

    /** Reads all rows of a file. */
    public static SensorRows of(Path path) {
        DataFile file = DataFile.read("data", path);
        DataSplit split = DataSplit.of(file.rows());
        TrainingData data = split.trainingData(file.channelNames());
        return new SensorRows(
                path.getFileName() + ", " + file.rows().size() + " rows",
                data,
                Stream.of(data.train(), data.validation(), split.test())
                        .flatMap(Stream::of)
                        .toArray(float[][]::new));
    }

    /** Generates rows from a factor model with a fixed seed. */
    public static SensorRows generated(int rows, int channels) {
        TrainingData data = FactorModelRows.of(rows, channels);
        return new SensorRows(
                rows + " generated rows",
                data,
                Stream.of(data.train(), data.validation()).flatMap(Stream::of).toArray(float[][]::new));
    }

    /** D, the number of channels. */
    public int channelCount() {
        return data.channelCount();
    }

    /** The D values of a record. */
    public float[] row(int record) {
        return sent[record % sent.length];
    }
}
