package io.sensieve.model;

/** Squared errors of records, added up channel by channel over the records in which the channel was measured. */
public final class ChannelErrors {
    /** Few enough records that their sum in single precision is exact to a millionth. */
    private static final int RECENT_MAX = 16;

    private final double[] squares;
    private final long[] missing;
    /** Sums of the latest complete records, in single precision: that loop is vectorised. */
    private final float[] recent;

    private int recentRecords;
    private long records;

    /** @param channels D */
    public ChannelErrors(int channels) {
        squares = new double[channels];
        missing = new long[channels];
        recent = new float[channels];
    }

    /**
     * Adds one record.
     *
     * @param recordSquares what {@link Reconstructor#error} gives: D squared scaled differences, NaN for a missing one
     * @param measured how many of them are not missing
     */
    public void add(float[] recordSquares, int measured) {
        records++;
        if (measured == squares.length) {
            for (int i = 0; i < recent.length; i++) {
                recent[i] += recordSquares[i];
            }
            if (++recentRecords == RECENT_MAX) {
                settle();
            }
            return;
        }
        for (int i = 0; i < squares.length; i++) {
            float square = recordSquares[i];
            if (Float.isNaN(square)) {
                missing[i]++;
            } else {
                squares[i] += square;
            }
        }
    }

    private void settle() {
        for (int i = 0; i < squares.length; i++) {
            squares[i] += recent[i];
            recent[i] = 0;
        }
        recentRecords = 0;
    }

    /** Sum of the squared scaled differences of a channel. */
    public double squares(int channel) {
        return squares[channel] + recent[channel];
    }

    /** Records in which the channel was measured. */
    public long measured(int channel) {
        return records - missing[channel];
    }

    /** Root mean squared scaled error of a channel; NaN where it was never measured. */
    public double rootMeanSquare(int channel) {
        return Math.sqrt(squares(channel) / measured(channel));
    }
}
