package io.sensieve.trainer.learn.data;

import io.sensieve.trainer.learn.settings.ScalingMethod;
import java.util.Arrays;

/**
 * Scaling and ranges of the D channels, fitted on the train and validation rows.
 *
 * @param offset subtracted by the scaling
 * @param range divisor of the scaling; 1 for a constant channel, and at least the size of the values for a channel that
 *     differs by rounding alone
 * @param least smallest value; 0 for a channel without values
 * @param most largest value; 0 for a channel without values
 * @param trainMean mean of the train rows in the channel's own unit; without train values the mean of all rows, or 0
 * @param fixed whether the channel is constant in all rows, or has no value in the train rows: its mean predicts it
 */
public record ChannelStatistics(
        float[] offset, float[] range, float[] least, float[] most, float[] trainMean, boolean[] fixed) {

    /** Fits the statistics. */
    public static ChannelStatistics of(TrainingData data, ScalingMethod method) {
        int channels = data.channelCount();
        Moments train = new Moments(channels);
        train.add(data.train());
        Moments all = new Moments(channels);
        all.add(data.train());
        all.add(data.validation());
        all.addSquares(data.train());
        all.addSquares(data.validation());
        ChannelStatistics statistics = new ChannelStatistics(
                new float[channels],
                new float[channels],
                all.least,
                all.most,
                new float[channels],
                new boolean[channels]);
        for (int c = 0; c < channels; c++) {
            statistics.fit(c, train, all, method);
        }
        return statistics;
    }

    /** The channel's value in scaled space, as the app computes it. */
    public float scale(int channel, float value) {
        return (value - offset[channel]) / range[channel];
    }

    /** The channels' train means in scaled space. */
    public float[] scaledMeans() {
        float[] means = new float[trainMean.length];
        for (int c = 0; c < means.length; c++) {
            means[c] = scale(c, trainMean[c]);
        }
        return means;
    }

    private void fit(int c, Moments train, Moments all, ScalingMethod method) {
        trainMean[c] = (float) (train.count[c] > 0 ? train.mean(c) : all.count[c] > 0 ? all.mean(c) : 0);
        if (all.count[c] == 0) {
            all.least[c] = 0;
            all.most[c] = 0;
        }
        boolean changes = all.count[c] > 0 && ChannelColumns.vary(all.least[c], all.most[c]);
        fixed[c] = !changes || train.count[c] == 0;
        double width = 1;
        if (changes && method != ScalingMethod.NONE) {
            width = method == ScalingMethod.MINMAX ? (double) all.most[c] - all.least[c] : all.deviation(c);
        } else if (all.least[c] < all.most[c] && method != ScalingMethod.NONE) {
            width = Math.max(1, Math.max(Math.abs(all.least[c]), Math.abs(all.most[c])));
        }
        range[c] = (float) Math.min(Math.max(width, Float.MIN_NORMAL), Float.MAX_VALUE);
        offset[c] = switch (method) {
            case MINMAX -> all.least[c];
            case STANDARD -> all.count[c] > 0 ? (float) all.mean(c) : 0;
            case NONE -> 0;
        };
    }

    private static final class Moments {
        final long[] count;
        final double[] sum;
        final double[] squares;
        final float[] least;
        final float[] most;

        Moments(int channels) {
            count = new long[channels];
            sum = new double[channels];
            squares = new double[channels];
            least = new float[channels];
            most = new float[channels];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            Arrays.fill(most, Float.NEGATIVE_INFINITY);
        }

        void add(float[][] rows) {
            for (float[] row : rows) {
                for (int c = 0; c < row.length; c++) {
                    if (!Float.isNaN(row[c])) {
                        count[c]++;
                        sum[c] += row[c];
                        least[c] = Math.min(least[c], row[c]);
                        most[c] = Math.max(most[c], row[c]);
                    }
                }
            }
        }

        /** A second pass, around the mean, so that large offsets cost no precision. */
        void addSquares(float[][] rows) {
            for (float[] row : rows) {
                for (int c = 0; c < row.length; c++) {
                    if (!Float.isNaN(row[c])) {
                        double difference = row[c] - mean(c);
                        squares[c] += difference * difference;
                    }
                }
            }
        }

        double mean(int c) {
            return sum[c] / count[c];
        }

        double deviation(int c) {
            return Math.sqrt(squares[c] / count[c]);
        }
    }
}
