package io.sensieve.trainer.learn.data;

import java.util.Arrays;

/**
 * Bounds of each channel beyond which a value is an outlier: a glitch of a sensor or of the line. A single outlier
 * would stretch its channel's range and dominate the training, so outliers count as missing.
 *
 * <p>A value is an outlier if it lies more than ten times the width of the middle 99 % of the values outside of that
 * middle. A channel whose middle is a single value has no outliers: it is a switch, or counts rare events.
 *
 * @param lowest for each of the D channels the smallest value that is no outlier
 * @param highest for each of the D channels the largest value that is no outlier
 */
record Outliers(float[] lowest, float[] highest) {
    private static final double REACH = 10;

    /** Share of the values below the middle, and share of the values above it. */
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
                double reach = REACH * ((double) sorted[to] - sorted[from]);
                lowest[c] = (float) (sorted[from] - reach);
                highest[c] = (float) (sorted[to] + reach);
            }
        }
        return new Outliers(lowest, highest);
    }

    /** Counts the outliers of each channel. */
    int[] counts(float[][] rows) {
        int[] counts = new int[lowest.length];
        for (float[] row : rows) {
            for (int c = 0; c < counts.length; c++) {
                if (isOutlier(row, c)) {
                    counts[c]++;
                }
            }
        }
        return counts;
    }

    /** The rows with outliers replaced by NaN; rows without outliers are the same objects. */
    float[][] without(float[][] rows) {
        float[][] kept = rows.clone();
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < lowest.length; c++) {
                if (isOutlier(rows[r], c)) {
                    if (kept[r] == rows[r]) {
                        kept[r] = rows[r].clone();
                    }
                    kept[r][c] = Float.NaN;
                }
            }
        }
        return kept;
    }

    private boolean isOutlier(float[] row, int channel) {
        return row[channel] < lowest[channel] || row[channel] > highest[channel];
    }
}
