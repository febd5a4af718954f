package sensieve.model;

/** Squared errors of records, added up channel by channel over the records in which the channel was measured. */
public final class ChannelErrors {
    private final double[] squares;
    private final long[] missing;
    private long records;

    /** @param channels D */
    public ChannelErrors(int channels) {
        squares = new double[channels];
        missing = new long[channels];
    }

    /**
     * Adds one record.
     *
     * @param recordSquares what {@link Reconstructor#error} gives: D squared scaled differences, NaN for a missing one
     */
    public void add(float[] recordSquares) {
        records++;
        for (int i = 0; i < squares.length; i++) {
            float square = recordSquares[i];
            if (Float.isNaN(square)) {
                missing[i]++;
            } else {
                squares[i] += square;
            }
        }
    }

    /** Sum of the squared scaled differences of a channel. */
    public double squares(int channel) {
        return squares[channel];
    }

    /** Records in which the channel was measured. */
    public long measured(int channel) {
        return records - missing[channel];
    }

    /** Root mean squared scaled error of a channel; NaN where it was never measured. */
    public double rootMeanSquare(int channel) {
        return Math.sqrt(squares[channel] / measured(channel));
    }
}
