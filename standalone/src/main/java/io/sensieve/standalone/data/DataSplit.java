package io.sensieve.standalone.data;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Splits the rows of a file into train, validation and test rows, each of D values.
 *
 * @param train rows to train on
 * @param validation rows to validate on
 * @param test rows of the final evaluation
 * @param origin how the rows were split, for reports
 * @param classes classes of the rows; empty unless the task is classification
 */
public record DataSplit(
        float[][] train, float[][] validation, float[][] test, String origin, Optional<RowClasses> classes) {
    private static final List<String> PARTS = List.of("train", "val", "test");
    private static final long SHUFFLE_SEED = 42;
    private static final double TRAIN_SHARE = 0.64;
    private static final double VALIDATION_SHARE = 0.16;

    /**
     * Splits by the column {@code split} if the file has it, else at random: 64 % train, 16 % validation, 20 % test.
     *
     * @throws SettingException if a part is empty
     */
    public static DataSplit of(List<ChannelRow> rows) {
        return of(rows, Task.RECONSTRUCTION);
    }

    /**
     * Splits the rows and, for classification, reads their classes.
     *
     * @throws SettingException if a part is empty, or the task is classification and a row has no label
     */
    public static DataSplit of(List<ChannelRow> rows, Task task) {
        Optional<ClassNames> names = task == Task.CLASSIFICATION ? Optional.of(ClassNames.of(rows)) : Optional.empty();
        if (rows.stream().allMatch(row -> row.split().isEmpty())) {
            return atRandom(rows, names);
        }
        for (ChannelRow row : rows) {
            if (!PARTS.contains(row.split().orElse(""))) {
                throw new SettingException("Data file, line " + row.line() + ", column 'split': '"
                        + row.split().orElse("") + "' must be one of " + PARTS);
            }
        }
        return byColumn(rows, names);
    }

    /** Returns the train and validation rows, with all channels as candidates. */
    public TrainingData trainingData(List<String> channelNames) {
        return trainingDataOf(channelNames.stream()
                .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                .toList());
    }

    /** Returns the train and validation rows, with the roles and costs of {@code channels}. */
    public TrainingData trainingDataOf(List<Channel> channels) {
        return new TrainingData(train, validation, channels, classes.map(RowClasses::labels));
    }

    /** Replaces outliers in the test rows by missing values, with the limits that {@code data} applied to its rows. */
    public DataSplit withoutOutliers(TrainingData data) {
        return new DataSplit(train, validation, data.withoutOutliers("test", test), origin, classes);
    }

    private static DataSplit byColumn(List<ChannelRow> rows, Optional<ClassNames> names) {
        List<ChannelRow> train = part(rows, "train");
        List<ChannelRow> validation = part(rows, "val");
        List<ChannelRow> test = part(rows, "test");
        if (train.isEmpty() || test.isEmpty()) {
            throw new SettingException("Column split has " + train.size() + " train and " + test.size()
                    + " test rows; both are required (val is optional)");
        }
        if (!validation.isEmpty()) {
            return of(train, validation, test, "column split", names);
        }
        int cut = (int) Math.round(train.size() * TRAIN_SHARE / (TRAIN_SHARE + VALIDATION_SHARE));
        return of(
                train.subList(0, cut),
                train.subList(cut, train.size()),
                test,
                "column split, validation from the end of train",
                names);
    }

    private static DataSplit atRandom(List<ChannelRow> rows, Optional<ClassNames> names) {
        List<ChannelRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(SHUFFLE_SEED));
        int first = (int) Math.round(rows.size() * TRAIN_SHARE);
        int second = (int) Math.round(rows.size() * (TRAIN_SHARE + VALIDATION_SHARE));
        if (first == 0 || first == second || second == rows.size()) {
            throw new SettingException(
                    "Data file has " + rows.size() + " rows, too few to split; at least 10 are required");
        }
        return of(
                shuffled.subList(0, first),
                shuffled.subList(first, second),
                shuffled.subList(second, rows.size()),
                "random 64/16/20 (no column split)",
                names);
    }

    private static DataSplit of(
            List<ChannelRow> train,
            List<ChannelRow> validation,
            List<ChannelRow> test,
            String origin,
            Optional<ClassNames> names) {
        return new DataSplit(
                values(train),
                values(validation),
                values(test),
                origin,
                names.map(known -> new RowClasses(
                        known.names(), known.indices(train), known.indices(validation), known.indices(test))));
    }

    private static List<ChannelRow> part(List<ChannelRow> rows, String split) {
        return rows.stream().filter(row -> row.split().orElse("").equals(split)).toList();
    }

    private static float[][] values(List<ChannelRow> rows) {
        return rows.stream().map(ChannelRow::values).toArray(float[][]::new);
    }
}
