package io.sensieve.trainer.learn.data;

import java.util.Arrays;

/**
 * Values that are far from all others of their channel: a glitch of a sensor or of the line, and no measurement. One of
 * them would stretch its channel's range and outweigh all others in what is learnt from it. They count as missing.
 *
 * <p>Far begins ten times the width of the middle 99 % of the values outside of that middle. Where the middle is a
 * single value, nothing is far: such a channel is a switch, or counts what is rare.
 *
 * @param lowest smallest value of each of the D channels that is not far
 * @param highest largest one
 */
record Outliers(float[] lowest, float[] highest) {
    private static final double FAR = 10;

    /** Share of the values below the middle, and of those above it. */
    private static final double OUTSIDE = 0.005;

    static Outliers of(int channelCount, float[][] train, float[][] validation) {
        float[] lowest = new float[channelCount];
        float[] highest = new float[channelCount];
        for (int c = 0; c < channelCount; c++) {
            float[] sorted = ChannelColumns.of(c, train, validation);
            Arrays.sort(sorted);
            int measured = ChannelColumns.countMeasured(sorted);
            int outside = (int) Math.ceil(OUTSIDE * measured);
            int from = Math.min(outside, measured / 2);
            int to = Math.max(measured - 1 - outside, from);
            lowest[c] = Float.NEGATIVE_INFINITY;
            highest[c] = Float.POSITIVE_INFINITY;
            if (to < measured && sorted[from] < sorted[to]) {
                double reach = FAR * ((double) sorted[to] - sorted[from]);
                lowest[c] = (float) (sorted[from] - reach);
                highest[c] = (float) (sorted[to] + reach);
            }
        }
        return new Outliers(lowest, highest);
    }

    /** How many values of each channel are far. */
    int[] counts(float[][] rows) {
        int[] far = new int[lowest.length];
        for (float[] row : rows) {
            for (int c = 0; c < far.length; c++) {
                if (isFar(row, c)) {
                    far[c]++;
                }
            }
        }
        return far;
    }

    /** The rows with their far values missing; those that have none are the same objects. */
    float[][] without(float[][] rows) {
        float[][] kept = rows.clone();
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < lowest.length; c++) {
                if (isFar(rows[r], c)) {
                    if (kept[r] == rows[r]) {
                        kept[r] = rows[r].clone();
                    }
                    kept[r][c] = Float.NaN;
                }
            }
        }
        return kept;
    }

    private boolean isFar(float[] row, int channel) {
        return row[channel] < lowest[channel] || row[channel] > highest[channel];
    }
}
