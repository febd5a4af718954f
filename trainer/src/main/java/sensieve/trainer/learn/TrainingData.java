package sensieve.trainer.learn;

import java.util.List;
import sensieve.Channel;

/**
 * What a selector learns from.
 *
 * @param train rows of D values in the channels' own units; NaN is missing
 * @param validation rows that are held out; they decide which epoch is kept
 * @param channels the D channels with their roles
 */
public record TrainingData(float[][] train, float[][] validation, List<Channel> channels) {
    /** Fewest train rows that can be learnt from. */
    public static final int LEAST_TRAIN_ROWS = 8;

    /** Fewest validation rows that say anything. */
    public static final int LEAST_VALIDATION_ROWS = 2;

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if there are too few rows, a row has not D values or one is infinite
     */
    public TrainingData {
        channels = List.copyOf(channels);
        if (train.length < LEAST_TRAIN_ROWS || validation.length < LEAST_VALIDATION_ROWS) {
            throw new IllegalArgumentException(train.length + " train and " + validation.length
                    + " validation rows: at least " + LEAST_TRAIN_ROWS + " and " + LEAST_VALIDATION_ROWS
                    + " are needed; give a longer window");
        }
        check("train", train, channels.size());
        check("validation", validation, channels.size());
    }

    /** D. */
    public int channelCount() {
        return channels.size();
    }

    private static void check(String part, float[][] rows, int channels) {
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != channels) {
                throw new IllegalArgumentException(part + " row " + r + " has " + rows[r].length
                        + " values, the layout has " + channels + " channels");
            }
            for (int c = 0; c < channels; c++) {
                if (Float.isInfinite(rows[r][c])) {
                    throw new IllegalArgumentException(part + " row " + r + ", channel " + c
                            + " is infinite: leave a value out (NaN) where it is unknown");
                }
            }
        }
    }
}
