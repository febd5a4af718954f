package io.sensieve.model;

/** Accumulates the squared errors of each channel over the records in which the channel was measured. */
public final class ChannelErrors {
    /** For so few records, a sum in single precision has a relative error below 1e-6. */
    private static final int RECENT_MAX = 16;

    private final double[] squares;
    private final long[] missing;
    /** Sums of the latest complete records in single precision, because HotSpot vectorizes that loop. */
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
     * @param recordSquares D squared scaled differences from {@link Reconstructor#error}; NaN for a missing one
     * @param measured number of values that are not missing
     */
    public void add(float[] recordSquares, int measured) {
        records++;
        if (measured == squares.length) {
            for (int i = 0; i < recent.length; i++) {
                recent[i] += recordSquares[i];
            }
            if (++recentRecords == RECENT_MAX) {
                flush();
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

    private void flush() {
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
