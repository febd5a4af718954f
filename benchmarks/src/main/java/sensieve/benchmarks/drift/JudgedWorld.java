package sensieve.benchmarks.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sensieve.Selection;
import sensieve.benchmarks.DataFile;
import sensieve.service.SettingException;
import sensieve.standalone.data.ChannelRow;
import sensieve.standalone.data.DataSplit;
import sensieve.streams.testing.SensieveTestDriver;
import sensieve.streams.testing.TestSelection;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.Origin;
import sensieve.trainer.learn.SelectionBuilder;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.learn.TrainingData;
import sensieve.trainer.learn.TrainingListener;

/**
 * A selection, and rows that neither its training nor its validation has seen.
 *
 * @param name of the data set
 * @param trained by the default method
 * @param held what streams are drawn from
 */
record JudgedWorld(String name, TrainedSelection trained, Pool held) {
    private static final long SHUFFLE_SEED = 42;
    private static final double TRAIN_SHARE = 0.4;
    private static final double VALIDATION_SHARE = 0.1;

    /** Where the rows of the streams come from. */
    enum Source {
        /**
         * Half of all rows, drawn at random: the selection's training, its validation and the streams are of one world,
         * as where the trainer's window comes from the stream itself.
         */
        RANDOM,
        /** The file's test rows: of people that the selection has not met, in HAR and ISOLET. */
        TEST
    }

    /**
     * Trains.
     *
     * @throws SettingException if the file has too few rows, or not the parts that are asked for
     */
    static JudgedWorld of(DataFile file, Source source, TrainSettings settings) {
        DataSplit split = source == Source.TEST ? DataSplit.of(file.rows()) : atRandom(file);
        TrainingData data = split.trainingData(file.channelNames());
        return new JudgedWorld(
                file.name(),
                Method.CSS.selector().select(data, settings, TrainingListener.NONE),
                new Pool(split.test()));
    }

    private static DataSplit atRandom(DataFile file) {
        List<ChannelRow> rows = new ArrayList<>(file.rows());
        Collections.shuffle(rows, new Random(SHUFFLE_SEED));
        int train = (int) (rows.size() * TRAIN_SHARE);
        int held = train + (int) (rows.size() * VALIDATION_SHARE);
        if (held - train < TrainingData.LEAST_VALIDATION_ROWS) {
            throw new SettingException("Data file " + file.path() + " has " + rows.size()
                    + " rows: too few to train on some and stream others");
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

    /** The channels that are chosen. */
    int[] chosen() {
        return trained.model().channels();
    }

    /** As version 1 is published. */
    TestSelection published() {
        return published(trained);
    }

    /** As version 1 of a selection is published. */
    static TestSelection published(TrainedSelection trained) {
        byte[] file = trained.model().toBytes();
        Selection selection = SelectionBuilder.build(
                SimulatedApp.LAYOUT,
                1,
                trained,
                file,
                new Origin(
                        "offline",
                        SensieveTestDriver.START,
                        SensieveTestDriver.START,
                        SensieveTestDriver.START,
                        List.of()));
        return new TestSelection(selection, file);
    }
}
