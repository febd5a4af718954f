package io.sensieve.trainer.learn.evaluation;

import io.sensieve.trainer.learn.data.ChannelColumns;
import java.util.Arrays;

/**
 * What the values of each of the D channels are like in the train and validation rows: by this the app tells a sensor
 * that is out of order.
 *
 * @param lowest smallest value; NaN where there is none
 * @param highest largest value; NaN where there is none
 * @param missing share of missing values
 * @param repeats share of pairs of rows with the same value, of those that have one; 1 where there are no pairs
 */
record ChannelRanges(float[] lowest, float[] highest, float[] missing, float[] repeats) {
    static ChannelRanges of(int channels, float[][] train, float[][] validation) {
        ChannelRanges ranges =
                new ChannelRanges(new float[channels], new float[channels], new float[channels], new float[channels]);
        for (int channel = 0; channel < channels; channel++) {
            float[] values = ChannelColumns.of(channel, train, validation);
            ranges.fill(channel, values);
        }
        return ranges;
    }

    /** Sorts {@code values}: those that are missing come last. */
    private void fill(int channel, float[] values) {
        Arrays.sort(values);
        int measured = ChannelColumns.countMeasured(values);
        lowest[channel] = measured == 0 ? Float.NaN : values[0];
        highest[channel] = measured == 0 ? Float.NaN : values[measured - 1];
        missing[channel] = (float) (values.length - measured) / values.length;
        double pairs = 0;
        int start = 0;
        for (int i = 1; i <= measured; i++) {
            if (i == measured || values[i] != values[start]) {
                double same = (double) i - start;
                pairs += same * (same - 1);
                start = i;
            }
        }
        repeats[channel] = measured < 2 ? 1 : (float) (pairs / (measured * (measured - 1.0)));
    }
}
