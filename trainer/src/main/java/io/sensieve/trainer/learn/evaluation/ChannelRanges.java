package io.sensieve.trainer.learn.evaluation;

import io.sensieve.trainer.learn.data.ChannelColumns;
import java.util.Arrays;

/**
 * Ranges of the D channels in the train and validation rows. The streams app detects faulty sensors by them.
 *
 * @param lowest smallest value; NaN for a channel without values
 * @param highest largest value; NaN for a channel without values
 * @param missing share of missing values
 * @param repeats share of the pairs of measured values that are equal; 1 if there are no pairs
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

    /** Sorts {@code values}, which puts missing ones last. */
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
