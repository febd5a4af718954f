package io.sensieve.benchmarks.workload;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.FactorModelRows;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.data.TrainingData;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Rows that the devices send in turns, and what the selection is learnt from.
 *
 * @param description where they come from, for the reader
 * @param data train and validation rows, among those sent
 * @param sent rows of D values
 */
public record SensorRows(String description, TrainingData data, float[][] sent) {

    /** All rows of a file. */
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

    /** Planted rows, always the same: a few hidden factors drive all channels. */
    public static SensorRows planted(int rows, int channels) {
        TrainingData data = FactorModelRows.of(rows, channels);
        return new SensorRows(
                rows + " planted rows",
                data,
                Stream.of(data.train(), data.validation()).flatMap(Stream::of).toArray(float[][]::new));
    }

    /** D. */
    public int channelCount() {
        return data.channelCount();
    }

    /** The row that record i holds. */
    public float[] row(int record) {
        return sent[record % sent.length];
    }
}
