package sensieve.trainer.learn;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Values that are far from all others of their channel: a glitch of a sensor or of the line. One of them would stretch
 * its channel's range, and all that is told from the channel would be learnt from what is left of the others'
 * differences. They are moved to where far begins, and so still count as the farthest.
 *
 * <p>Far begins ten times the width of the middle 99 % of the values outside of that middle. Where the middle is a
 * single value, nothing is far: such a channel is a switch, or counts what is rare.
 *
 * @param lowest smallest value of each of the D channels that is not far
 * @param highest largest one
 * @param channels that have far values, ascending
 * @param values how many are far
 */
record Outliers(float[] lowest, float[] highest, int[] channels, long values) {
    private static final double FAR = 10;

    /** Share of the values below the middle, and of those above it. */
    private static final double OUTSIDE = 0.005;

    static Outliers of(int channelCount, float[][] train, float[][] validation) {
        float[] lowest = new float[channelCount];
        float[] highest = new float[channelCount];
        long[] far = new long[channelCount];
        for (int c = 0; c < channelCount; c++) {
            float[] sorted = ReferenceProfiles.column(c, train, validation);
            Arrays.sort(sorted);
            int measured = ReferenceProfiles.measured(sorted);
            int outside = (int) Math.ceil(OUTSIDE * measured);
            int from = Math.min(outside, measured / 2);
            int to = Math.max(measured - 1 - outside, from);
            lowest[c] = Float.NEGATIVE_INFINITY;
            highest[c] = Float.POSITIVE_INFINITY;
            if (to < measured && sorted[from] < sorted[to]) {
                double reach = FAR * ((double) sorted[to] - sorted[from]);
                lowest[c] = (float) (sorted[from] - reach);
                highest[c] = (float) (sorted[to] + reach);
                for (int i = 0; i < from && sorted[i] < lowest[c]; i++) {
                    far[c]++;
                }
                for (int i = measured - 1; i > to && sorted[i] > highest[c]; i--) {
                    far[c]++;
                }
            }
        }
        return new Outliers(
                lowest,
                highest,
                IntStream.range(0, channelCount).filter(c -> far[c] > 0).toArray(),
                Arrays.stream(far).sum());
    }

    /** Whether no value is far. */
    boolean isEmpty() {
        return values == 0;
    }

    /** The rows with their far values moved; those that have none are the same objects. */
    float[][] broughtIn(float[][] rows) {
        float[][] moved = rows.clone();
        for (int r = 0; r < rows.length; r++) {
            for (int c : channels) {
                float value = rows[r][c];
                if (value < lowest[c] || value > highest[c]) {
                    if (moved[r] == rows[r]) {
                        moved[r] = rows[r].clone();
                    }
                    moved[r][c] = Math.max(lowest[c], Math.min(highest[c], value));
                }
            }
        }
        return moved;
    }
}
