package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.simulation.ColdTraining;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelRow;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Holds a trained selection, and rows that neither its training nor its validation has seen.
 *
 * @param name name of the data set
 * @param trained selection of the default method
 * @param heldOut rows of the streams
 */
record SelectionUnderTest(String name, TrainedSelection trained, RowPool heldOut) {
    private static final long SHUFFLE_SEED = 42;
    private static final double TRAIN_SHARE = 0.4;
    private static final double VALIDATION_SHARE = 0.1;

    /** Origin of the rows of the streams. */
    enum Source {
        /**
         * A random half of all rows: training, validation and streams have the same distribution, as if the window of
         * the trainer came from the stream.
         */
        RANDOM,
        /** The test rows of the file; in HAR and ISOLET they come from other persons than the training rows. */
        TEST
    }

    /**
     * Trains a selection.
     *
     * @throws SettingException if the file has too few rows or lacks test rows
     */
    static SelectionUnderTest of(DataFile file, Source source, TrainSettings settings) {
        DataSplit split = source == Source.TEST ? DataSplit.of(file.rows()) : atRandom(file);
        TrainingData data = split.trainingData(file.channelNames());
        return new SelectionUnderTest(
                file.name(),
                SelectionMethod.CSS.selector().select(data, settings, TrainingListener.NONE),
                new RowPool(split.test()));
    }

    private static DataSplit atRandom(DataFile file) {
        List<ChannelRow> rows = new ArrayList<>(file.rows());
        Collections.shuffle(rows, new Random(SHUFFLE_SEED));
        int train = (int) (rows.size() * TRAIN_SHARE);
        int held = train + (int) (rows.size() * VALIDATION_SHARE);
        if (held - train < TrainingData.LEAST_VALIDATION_ROWS) {
            throw new SettingException("Data file " + file.path() + " has " + rows.size()
                    + " rows, which is too few for training and streams");
        }
        return new DataSplit(
                values(rows.subList(0, train)),
                values(rows.subList(train, held)),
                values(rows.subList(held, rows.size())),
                "random",
                Optional.empty());
    }

    private static float[][] values(List<ChannelRow> rows) {
        return rows.stream().map(ChannelRow::values).toArray(float[][]::new);
    }

    /** Indices of the selected channels. */
    int[] selected() {
        return trained.model().channels();
    }

    /** Version 1 of the selection. */
    TestSelection version1() {
        return ColdTraining.version1(trained);
    }
}
