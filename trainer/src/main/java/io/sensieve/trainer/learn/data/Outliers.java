package io.sensieve.trainer.learn.data;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Bounds of each channel beyond which a value is an outlier: a glitch of a sensor or of the line, or a value of foreign
 * rows, such as those of a start-up or a test. Outliers would stretch their channel's range and dominate the training,
 * so they count as missing.
 *
 * <p>A value is an outlier if it lies more than ten times the width of the middle 99 % of the values outside of that
 * middle. A channel whose middle is a single value has no such outliers: it is a switch, or counts rare events.
 *
 * <p>In a continuous channel the values of foreign rows are outliers too: a group of 0.5 to 3.5 % of the values at one
 * end, apart from all others by at least twice the width of the middle 93 %. The tail of a skewed distribution has no
 * such gap before so many values, and a second state of the machine has more of them. Real groups that are less than
 * 1.5 widths apart (Mice Protein) must be learnt.
 *
 * @param lowest for each of the D channels the smallest value that is no outlier
 * @param highest for each of the D channels the largest value that is no outlier
 */
record Outliers(float[] lowest, float[] highest) {
    private static final double REACH = 10;

    /** Share of the values below the middle, and share of the values above it. */
    private static final double OUTSIDE = 0.005;

    /** Fewest values of a group. */
    private static final int LEAST_GROUP = 3;

    private static final double LEAST_GROUP_SHARE = 0.005;
    private static final double LARGEST_GROUP_SHARE = 0.035;

    /** Smallest distance of a group from the other values, as a multiple of the width of their middle. */
    private static final double APART = 2;

    /** Fewest channels with outliers of a foreign row, and their smallest share. */
    private static final int LEAST_FOREIGN = 2;

    private static final double LEAST_FOREIGN_SHARE = 0.05;

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
            leaveOutGroups(Arrays.copyOf(sorted, measured), c, lowest, highest);
        }
        return new Outliers(lowest, highest);
    }

    /** Narrows the bounds of a channel, given its sorted values, so that a group at either end is outside of them. */
    private static void leaveOutGroups(float[] sorted, int channel, float[] lowest, float[] highest) {
        int last = sorted.length - 1;
        int largest = (int) (LARGEST_GROUP_SHARE * sorted.length);
        int least = Math.max(LEAST_GROUP, (int) Math.ceil(LEAST_GROUP_SHARE * sorted.length));
        if (largest < least) {
            return;
        }
        double gap = APART * ((double) sorted[last - largest] - sorted[largest]);
        int below = largest;
        while (below >= least && sorted[below] - (double) sorted[below - 1] < gap) {
            below--;
        }
        int above = largest;
        while (above >= least && sorted[last - above + 1] - (double) sorted[last - above] < gap) {
            above--;
        }
        int from = below < least ? 0 : below;
        int to = above < least ? last : last - above;
        if ((from > 0 || to < last) && FaultCodes.isContinuous(Arrays.copyOfRange(sorted, from, to + 1))) {
            lowest[channel] = from > 0 ? sorted[from] - (float) (gap / 2) : lowest[channel];
            highest[channel] = to < last ? sorted[to] + (float) (gap / 2) : highest[channel];
        }
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

    /**
     * The rows with outliers replaced by NaN; rows without outliers are the same objects. A row with outliers in
     * several channels is foreign as a whole, so all its values are replaced: the others would contradict the other
     * rows.
     */
    float[][] without(float[][] rows) {
        return Stream.of(rows).map(this::without).toArray(float[][]::new);
    }

    private float[] without(float[] row) {
        float[] kept = row.clone();
        int outliers = 0;
        for (int c = 0; c < kept.length; c++) {
            if (isOutlier(row, c)) {
                kept[c] = Float.NaN;
                outliers++;
            }
        }
        if (outliers >= Math.max(LEAST_FOREIGN, LEAST_FOREIGN_SHARE * kept.length)) {
            Arrays.fill(kept, Float.NaN);
        }
        return outliers == 0 ? row : kept;
    }

    private boolean isOutlier(float[] row, int channel) {
        return row[channel] < lowest[channel] || row[channel] > highest[channel];
    }
}
