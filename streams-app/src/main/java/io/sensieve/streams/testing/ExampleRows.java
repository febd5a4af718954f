package io.sensieve.streams.testing;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Example rows that replace the training rows of a trainer, with their statistics.
 *
 * @param rows of D finite values each, in the channels' own units
 * @param mean of each channel
 * @param offset smallest value of each channel
 * @param range largest less smallest value of each channel; 1 where it is constant
 */
record ExampleRows(float[][] rows, float[] mean, float[] offset, float[] range) {
    private static final int BINS = 10;

    /** Reference profile and errors that drift is measured against. */
    record Measured(ReferenceProfile reference, ErrorSummary errors) {}

    static ExampleRows of(float[][] rows, int channels) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("there must be at least one row");
        }
        for (float[] row : rows) {
            check(row, channels);
        }
        float[] mean = new float[channels];
        float[] offset = new float[channels];
        float[] range = new float[channels];
        for (int c = 0; c < channels; c++) {
            float[] sorted = sorted(rows, c);
            double sum = 0;
            for (float value : sorted) {
                sum += value;
            }
            mean[c] = (float) (sum / sorted.length);
            offset[c] = sorted[0];
            range[c] = sorted[sorted.length - 1] > sorted[0] ? sorted[sorted.length - 1] - sorted[0] : 1;
        }
        return new ExampleRows(rows, mean, offset, range);
    }

    private static void check(float[] row, int channels) {
        boolean finite = true;
        for (float value : row) {
            finite &= Float.isFinite(value);
        }
        if (!finite || row.length != channels) {
            throw new IllegalArgumentException(
                    "a row must have " + channels + " finite values: " + Arrays.toString(row));
        }
    }

    /** The rows scaled to 0 … 1. */
    float[][] scaled() {
        return Arrays.stream(rows).map(this::scaled).toArray(float[][]::new);
    }

    /** The scaled means of the given channels, which replace missing values. */
    float[] fill(int[] channels) {
        float[] scaled = scaled(mean);
        float[] fill = new float[channels.length];
        for (int i = 0; i < fill.length; i++) {
            fill[i] = scaled[channels[i]];
        }
        return fill;
    }

    private float[] scaled(float[] row) {
        float[] scaled = new float[row.length];
        for (int c = 0; c < row.length; c++) {
            scaled[c] = (row[c] - offset[c]) / range[c];
        }
        return scaled;
    }

    /** Reconstructs the rows with {@code model}. */
    Measured measure(ModelFile model) {
        Reconstructor reconstructor = new Reconstructor(model);
        ChannelErrors channels = new ChannelErrors(mean.length);
        float[] squares = new float[mean.length];
        double[] errors = new double[rows.length];
        double predictMean = 0;
        for (int r = 0; r < rows.length; r++) {
            float[] reconstructed = reconstructor.reconstruct(reconstructor.project(rows[r]));
            predictMean += reconstructor.error(rows[r], mean, squares);
            errors[r] = reconstructor.error(rows[r], reconstructed, squares);
            channels.add(squares, reconstructor.measured());
        }
        float[] channelErrors = new float[mean.length];
        for (int c = 0; c < channelErrors.length; c++) {
            channelErrors[c] = (float) channels.rootMeanSquare(c);
        }
        List<ChannelProfile> profiles = Arrays.stream(model.channels())
                .mapToObj(channel -> profile(sorted(rows, channel)))
                .toList();
        return new Measured(
                ReferenceProfile.newBuilder()
                        .setRows(rows.length)
                        .setChannels(profiles)
                        .setChannelError(Floats.view(channelErrors))
                        .setLowest(Floats.view(offset))
                        .setHighest(Floats.view(highest()))
                        .setMissingShare(Floats.view(new float[mean.length]))
                        .setRepeatedShare(Floats.view(repeats()))
                        .build(),
                summary(errors, predictMean / rows.length));
    }

    private float[] highest() {
        float[] highest = new float[mean.length];
        for (int c = 0; c < highest.length; c++) {
            float[] sorted = sorted(rows, c);
            highest[c] = sorted[sorted.length - 1];
        }
        return highest;
    }

    /** Share of pairs of rows that have the same value. */
    private float[] repeats() {
        float[] repeats = new float[mean.length];
        for (int c = 0; c < repeats.length; c++) {
            float[] sorted = sorted(rows, c);
            double pairs = 0;
            int start = 0;
            for (int r = 1; r <= sorted.length; r++) {
                if (r == sorted.length || sorted[r] != sorted[start]) {
                    double same = (double) r - start;
                    pairs += same * (same - 1);
                    start = r;
                }
            }
            repeats[c] = (float) (pairs / Math.max(1, sorted.length * (sorted.length - 1.0)));
        }
        return repeats;
    }

    private static ErrorSummary summary(double[] errors, double predictMean) {
        Arrays.sort(errors);
        int rows = errors.length;
        double mean = Arrays.stream(errors).sum() / rows;
        double variance = Arrays.stream(errors)
                        .map(error -> (error - mean) * (error - mean))
                        .sum()
                / rows;
        return new ErrorSummary(
                (long) rows,
                mean,
                Math.sqrt(variance),
                errors[rows / 2],
                errors[rows * 95 / 100],
                errors[rows * 99 / 100],
                predictMean);
    }

    /** Bins of about equal counts; fewer where values repeat. */
    private static ChannelProfile profile(float[] sorted) {
        List<Float> edges = new ArrayList<>();
        List<Float> shares = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < BINS; i++) {
            int end = (int) ((long) i * sorted.length / BINS);
            while (end > start && sorted[end - 1] == sorted[end]) {
                end--;
            }
            if (end > start) {
                edges.add(sorted[end]);
                shares.add((float) (end - start) / sorted.length);
                start = end;
            }
        }
        shares.add((float) (sorted.length - start) / sorted.length);
        shares.add(0f);
        return new ChannelProfile(edges, shares);
    }

    private static float[] sorted(float[][] rows, int channel) {
        float[] values = new float[rows.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = rows[r][channel];
        }
        Arrays.sort(values);
        return values;
    }
}
