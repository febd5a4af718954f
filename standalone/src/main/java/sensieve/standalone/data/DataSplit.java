package sensieve.standalone.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sensieve.Channel;
import sensieve.ChannelRole;
import sensieve.service.SettingException;
import sensieve.trainer.learn.TrainingData;

/**
 * Rows for training, for choosing between epochs, and for the final figure.
 *
 * @param train trained on
 * @param validation chosen on
 * @param test reported on, seen by nothing before
 * @param origin where the parts come from, for the reader of the figures
 */
public record DataSplit(float[][] train, float[][] validation, float[][] test, String origin) {
    private static final List<String> PARTS = List.of("train", "val", "test");
    private static final long SHUFFLE_SEED = 42;
    private static final double TRAIN_SHARE = 0.64;
    private static final double VALIDATION_SHARE = 0.16;

    /**
     * Splits by the column {@code split} where every row has one, else at random: 64 % train, 16 % validation, 20 %
     * test.
     *
     * @throws SettingException if a part is empty
     */
    public static DataSplit of(List<ChannelRow> rows) {
        if (rows.stream().allMatch(row -> row.split().isEmpty())) {
            return atRandom(rows);
        }
        for (ChannelRow row : rows) {
            if (!PARTS.contains(row.split().orElse(""))) {
                throw new SettingException("Data file, line " + row.line() + ", column 'split': '"
                        + row.split().orElse("") + "' must be one of " + PARTS);
            }
        }
        return byColumn(rows);
    }

    /** The train and validation rows of channels that are all candidates. */
    public TrainingData trainingData(List<String> channelNames) {
        return new TrainingData(
                train,
                validation,
                channelNames.stream()
                        .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                        .toList());
    }

    private static DataSplit byColumn(List<ChannelRow> rows) {
        float[][] train = part(rows, "train");
        float[][] validation = part(rows, "val");
        float[][] test = part(rows, "test");
        if (train.length == 0 || test.length == 0) {
            throw new SettingException("Column split names " + train.length + " train and " + test.length
                    + " test rows; both are needed (val is optional)");
        }
        if (validation.length > 0) {
            return new DataSplit(train, validation, test, "column split");
        }
        int cut = (int) Math.round(train.length * TRAIN_SHARE / (TRAIN_SHARE + VALIDATION_SHARE));
        return new DataSplit(
                Arrays.copyOfRange(train, 0, cut),
                Arrays.copyOfRange(train, cut, train.length),
                test,
                "column split, validation from the end of train");
    }

    private static DataSplit atRandom(List<ChannelRow> rows) {
        List<ChannelRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(SHUFFLE_SEED));
        int first = (int) Math.round(rows.size() * TRAIN_SHARE);
        int second = (int) Math.round(rows.size() * (TRAIN_SHARE + VALIDATION_SHARE));
        if (first == 0 || first == second || second == rows.size()) {
            throw new SettingException(
                    "Data file has " + rows.size() + " rows: too few to split; at least 10 are needed");
        }
        return new DataSplit(
                values(shuffled.subList(0, first)),
                values(shuffled.subList(first, second)),
                values(shuffled.subList(second, rows.size())),
                "random 64/16/20 (no column split)");
    }

    private static float[][] part(List<ChannelRow> rows, String split) {
        return values(rows.stream()
                .filter(row -> row.split().orElse("").equals(split))
                .toList());
    }

    private static float[][] values(List<ChannelRow> rows) {
        return rows.stream().map(ChannelRow::values).toArray(float[][]::new);
    }
}
