package io.sensieve.trainer.learn.concrete;

import java.util.Arrays;

/**
 * Equation 1 with a fresh sample of noise for every record, and its gradient, on one CPU core. The B x K x D weights
 * are never stored. Values of one channel are adjacent, so that the loops run over neighbouring floats. Weights below
 * 1e-5 of a record's largest weight are skipped. The records are split into pieces, each an array of its own, because
 * HotSpot does not vectorise a loop over arrays at different offsets.
 *
 * <p>Down to a temperature of {@value #POWERS_DOWN_TO} the weights are products: {@code exp((l + g) / T)} is
 * {@code exp(l / T)}, computed once a step, times {@code exp(g / T)}, computed once an epoch. Below, such powers exceed
 * the range of a float: the largest sum of logit and noise is subtracted first, and the exponential is {@code (1 + x/n
 * + x^2/2n^2)^n} with n = 256, exact to 1e-3 of any weight above 1e-3.
 */
final class PerRecordGumbelSoftmax {
    /** Draws span 20, so that a power times the inverse of another stays below e^80 and within a float. */
    private static final double POWERS_DOWN_TO = 0.25;

    /** In units of the temperature: e^-12 is 6e-6. */
    private static final float NEGLIGIBLE = 12;

    /** Records of a piece at low temperatures, where most channels have negligible weights. */
    private static final int PART = 16;

    private final GumbelPool pool;
    private final int part;
    private final int rows;
    private final int channels;
    private final int records;
    private final int[] starts;
    private final int[][] near;
    private final float[][] scales;
    private float[] logits = {};
    private float temperature;
    private boolean byPowers;

    /** Number of pieces of the records: two halves for powers, else parts. */
    private int pieces;

    private float[][] batch = {};
    private float[][] selected = {};
    private float[][] sums = {};
    private float[][] tops = {};

    /** For mini-batches of {@code records}, an even number, and a layer of {@code rows} x {@code channels}. */
    PerRecordGumbelSoftmax(long seed, int rows, int channels, int records) {
        this.part = records % PART == 0 ? PART : records;
        this.pool = new GumbelPool(seed, records, part, channels);
        this.rows = rows;
        this.channels = channels;
        this.records = records;
        this.starts = new int[rows];
        this.near = new int[rows][];
        this.scales = new float[rows][channels];
    }

    /** Draws noise for an epoch at a temperature. */
    void startEpoch(double passTemperature) {
        pool.refill();
        temperature = (float) passTemperature;
        byPowers = passTemperature >= POWERS_DOWN_TO;
        pieces = byPowers ? 2 : records / part;
        batch = new float[channels * pieces][records / pieces];
        selected = new float[rows * pieces][records / pieces];
        sums = new float[rows * pieces][records / pieces];
        tops = new float[rows * pieces][records / pieces];
        if (byPowers) {
            pool.raise(passTemperature);
        }
    }

    /**
     * Forward pass.
     *
     * @param newLogits rows x channels; read again by {@link #backward}
     * @param newBatch channels x records, scaled
     * @return selected values, rows x records
     */
    float[] forward(float[] newLogits, float[] newBatch) {
        logits = newLogits;
        cut(newBatch, batch);
        for (int row = 0; row < rows; row++) {
            starts[row] = pool.start();
            near[row] = near(row);
            for (int piece = row * pieces; piece < (row + 1) * pieces; piece++) {
                Arrays.fill(sums[piece], 0);
                Arrays.fill(selected[piece], 0);
            }
            if (byPowers) {
                addPowers(row);
            } else {
                addExponentials(row);
            }
            for (int piece = row * pieces; piece < (row + 1) * pieces; piece++) {
                divide(selected[piece], sums[piece]);
            }
        }
        return joined(selected);
    }

    private void addPowers(int row) {
        scale(row);
        int low = 2 * row;
        int high = low + 1;
        for (int c : near[row]) {
            float scale = scales[row][c];
            if (scale > 0) {
                int half = 2 * pool.number(starts[row], c);
                addScaled(scale, pool.powers(half), batch[2 * c], sums[low], selected[low]);
                addScaled(scale, pool.powers(half + 1), batch[2 * c + 1], sums[high], selected[high]);
            }
        }
    }

    private void addExponentials(int row) {
        float[] weights = new float[part];
        for (int p = 0; p < pieces; p++) {
            int piece = row * pieces + p;
            findTops(row, p);
            float least = least(tops[piece]) - NEGLIGIBLE * temperature;
            for (int c : near[row]) {
                int place = place(row, c, p);
                float logit = logits[row * channels + c];
                if (logit + pool.largestOfPart(place) > least) {
                    exponentials(logit, pool.draws(place), tops[piece], temperature, weights);
                    add(weights, batch[c * pieces + p], sums[piece], selected[piece]);
                }
            }
        }
    }

    /**
     * Backward pass.
     *
     * @param gradient gradient of the loss by the selected values, rows x records
     * @return gradient of the loss by the logits, rows x channels
     */
    float[] backward(float[] gradient) {
        float[] result = new float[rows * channels];
        float[][] slopes = new float[rows * pieces][records / pieces];
        float[][] shifts = new float[rows * pieces][records / pieces];
        cut(gradient, slopes);
        for (int piece = 0; piece < slopes.length; piece++) {
            findSlope(sums[piece], selected[piece], slopes[piece], shifts[piece]);
        }
        for (int row = 0; row < rows; row++) {
            if (byPowers) {
                followPowers(row, slopes, shifts, result);
            } else {
                followExponentials(row, slopes, shifts, result);
            }
        }
        return result;
    }

    private void findSlope(float[] sum, float[] mean, float[] slope, float[] shift) {
        for (int r = 0; r < slope.length; r++) {
            slope[r] /= sum[r] * temperature;
            shift[r] = -slope[r] * mean[r];
        }
    }

    private void followPowers(int row, float[][] slopes, float[][] shifts, float[] result) {
        float[] products = new float[records / 2];
        int low = 2 * row;
        int high = low + 1;
        for (int c : near[row]) {
            float scale = scales[row][c];
            if (scale > 0) {
                int half = 2 * pool.number(starts[row], c);
                multiply(
                        pool.powers(half),
                        pool.powers(half + 1),
                        batch[2 * c],
                        batch[2 * c + 1],
                        slopes[low],
                        slopes[high],
                        shifts[low],
                        shifts[high],
                        products);
                result[row * channels + c] = scale * folded(products);
            }
        }
    }

    private void followExponentials(int row, float[][] slopes, float[][] shifts, float[] result) {
        float[] weights = new float[part];
        for (int p = 0; p < pieces; p++) {
            int piece = row * pieces + p;
            float least = least(tops[piece]) - NEGLIGIBLE * temperature;
            for (int c : near[row]) {
                int place = place(row, c, p);
                float logit = logits[row * channels + c];
                if (logit + pool.largestOfPart(place) > least) {
                    exponentials(logit, pool.draws(place), tops[piece], temperature, weights);
                    result[row * channels + c] += weigh(weights, batch[c * pieces + p], slopes[piece], shifts[piece]);
                }
            }
        }
    }

    /** Of a part of the draws that a row takes for a channel. */
    private int place(int row, int channel, int p) {
        return pool.number(starts[row], channel) * pieces + p;
    }

    /** Splits an array into arrays of equal length. */
    private static void cut(float[] values, float[][] pieces) {
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(values, at, piece, 0, piece.length);
            at += piece.length;
        }
    }

    private static float[] joined(float[][] pieces) {
        float[] joined = new float[pieces.length * pieces[0].length];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, joined, at, piece.length);
            at += piece.length;
        }
        return joined;
    }

    /** The channels of a row whose weight is not negligible for some draw. */
    private int[] near(int row) {
        int from = row * channels;
        int top = top(row);
        float lowest = logits[from + top] + pool.smallest(pool.number(starts[row], top)) - NEGLIGIBLE * temperature;
        int[] found = new int[channels];
        int count = 0;
        for (int c = 0; c < channels; c++) {
            if (logits[from + c] + pool.largest(pool.number(starts[row], c)) >= lowest) {
                found[count++] = c;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** exp((l - largest l) / T) of the near channels of a row. */
    private void scale(int row) {
        int from = row * channels;
        float top = logits[from + top(row)];
        for (int c : near[row]) {
            scales[row][c] = (float) Math.exp((logits[from + c] - top) / temperature);
        }
    }

    /** The largest sum of logit and draw of each record of a part. */
    private void findTops(int row, int p) {
        float[] ofPart = tops[row * pieces + p];
        float least = Float.NEGATIVE_INFINITY;
        Arrays.fill(ofPart, least);
        for (int c : near[row]) {
            float logit = logits[row * channels + c];
            int place = place(row, c, p);
            if (logit + pool.largestOfPart(place) > least) {
                raise(logit, pool.draws(place), ofPart);
                least = least(ofPart);
            }
        }
    }

    private int top(int row) {
        int from = row * channels;
        int top = 0;
        for (int c = 1; c < channels; c++) {
            top = logits[from + c] > logits[from + top] ? c : top;
        }
        return top;
    }

    private static float least(float[] tops) {
        float least = tops[0];
        for (int r = 1; r < tops.length; r++) {
            least = Math.min(least, tops[r]);
        }
        return least;
    }

    private static void divide(float[] values, float[] by) {
        for (int r = 0; r < values.length; r++) {
            values[r] /= by[r];
        }
    }

    private static void addScaled(float scale, float[] powers, float[] x, float[] left, float[] right) {
        for (int r = 0; r < right.length; r++) {
            float weight = scale * powers[r];
            left[r] += weight;
            right[r] = Math.fma(weight, x[r], right[r]);
        }
    }

    /** Adds the second half of the records to the first, which halves the cost of a sum. */
    private static void multiply(
            float[] powers,
            float[] highPowers,
            float[] x,
            float[] highX,
            float[] slope,
            float[] highSlope,
            float[] shift,
            float[] highShift,
            float[] out) {
        for (int r = 0; r < out.length; r++) {
            out[r] = Math.fma(
                    powers[r],
                    Math.fma(slope[r], x[r], shift[r]),
                    highPowers[r] * Math.fma(highSlope[r], highX[r], highShift[r]));
        }
    }

    private static void add(float[] weights, float[] x, float[] left, float[] right) {
        for (int r = 0; r < right.length; r++) {
            left[r] += weights[r];
            right[r] = Math.fma(weights[r], x[r], right[r]);
        }
    }

    private static float weigh(float[] weights, float[] x, float[] slope, float[] shift) {
        float sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += weights[r] * Math.fma(slope[r], x[r], shift[r]);
        }
        return sum;
    }

    private static void raise(float logit, float[] draws, float[] tops) {
        for (int r = 0; r < tops.length; r++) {
            tops[r] = Math.max(tops[r], logit + draws[r]);
        }
    }

    private static void exponentials(float logit, float[] draws, float[] tops, float temperature, float[] out) {
        float part = 1 / (256 * temperature);
        for (int r = 0; r < out.length; r++) {
            out[r] = Math.max((logit + draws[r] - tops[r]) * part, -1);
        }
        for (int r = 0; r < out.length; r++) {
            float y = Math.fma(Math.fma(0.5f, out[r], 1), out[r], 1);
            y *= y;
            y *= y;
            out[r] = y * y;
        }
        for (int r = 0; r < out.length; r++) {
            float y = out[r] * out[r];
            y *= y;
            y *= y;
            y *= y;
            out[r] = y * y;
        }
    }

    /** The sum of all values; quarters are added first if the length allows. */
    private static float folded(float[] parts) {
        int n = parts.length;
        if (n % 4 > 0) {
            return sum(parts, n);
        }
        n /= 4;
        for (int r = 0; r < n; r++) {
            parts[r] += parts[n + r] + (parts[2 * n + r] + parts[3 * n + r]);
        }
        return sum(parts, n);
    }

    /** Sums in four chains, because each addition waits for the one before it. */
    private static float sum(float[] parts, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int r = 0;
        for (; r + 4 <= n; r += 4) {
            a += parts[r];
            b += parts[r + 1];
            c += parts[r + 2];
            d += parts[r + 3];
        }
        for (; r < n; r++) {
            a += parts[r];
        }
        return a + b + (c + d);
    }
}
