package io.sensieve.trainer.learn.data;

/** Reads single channels out of rows. */
public final class ChannelColumns {
    private static final double ROUNDING = 4;

    private ChannelColumns() {}

    /** Values of a channel in the train rows, followed by its values in the validation rows; NaN is missing. */
    public static float[] of(int channel, float[][] train, float[][] validation) {
        float[] values = new float[train.length + validation.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = r < train.length ? train[r][channel] : validation[r - train.length][channel];
        }
        return values;
    }

    /**
     * Whether the values of a channel differ by more than rounding does: by more than four units in the last place.
     *
     * @param least smallest value
     * @param most largest value
     */
    static boolean vary(float least, float most) {
        return most - (double) least > ROUNDING * Math.ulp(Math.max(Math.abs(least), Math.abs(most)));
    }

    /** Number of values that are not missing, in an array sorted by {@code Arrays.sort}, which puts NaN last. */
    public static int countMeasured(float[] sorted) {
        int measured = sorted.length;
        while (measured > 0 && Float.isNaN(sorted[measured - 1])) {
            measured--;
        }
        return measured;
    }
}
