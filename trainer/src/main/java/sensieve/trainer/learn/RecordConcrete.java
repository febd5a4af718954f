package sensieve.trainer.learn;

import java.util.Arrays;

/**
 * Equation 1 with a fresh sample of noise for every record, and its gradient, on one CPU core: B x K x D weights that
 * are never kept. Records lie side by side, so that the loops run over neighbouring floats; what cannot weigh 1e-5 of a
 * record's largest weight is left out.
 *
 * <p>Down to a temperature of {@value #POWERS_DOWN_TO} the weights are products: {@code exp((l + g) / T)} is
 * {@code exp(l / T)}, made once a step, times {@code exp(g / T)}, made once a pass. Below, such powers leave the range
 * of a float: the largest sum of logit and noise is taken off first, and the exponential is {@code (1 + x/n +
 * x^2/2n^2)^n} with n = 256, exact to 1e-3 of any weight above 1e-3.
 */
final class RecordConcrete {
    /** Draws span 20, so that a power times the inverse of another stays below e^80 and within a float. */
    private static final double POWERS_DOWN_TO = 0.25;

    /** In units of the temperature: e^-12 is 6e-6. */
    private static final float NEGLIGIBLE = 12;

    /** Records that are looked at together where most channels weigh nothing. */
    private static final int PART = 16;

    private final GumbelPool pool;
    private final int part;
    private final int rows;
    private final int channels;
    private final int records;
    private final int[] starts;
    private final float[] scales;
    private final float[] sums;
    private final float[] tops;
    private final float[] selected;
    private final float[] left;
    private final float[] right;
    private final float[] weights;
    private float[] logits = {};
    private float[] batch = {};
    private float temperature;
    private boolean byPowers;

    /** For mini-batches of {@code records} and a layer of {@code rows} x {@code channels}. */
    RecordConcrete(long seed, int rows, int channels, int records) {
        this.part = records % PART == 0 ? PART : records;
        this.pool = new GumbelPool(seed, records, part, channels);
        this.rows = rows;
        this.channels = channels;
        this.records = records;
        this.starts = new int[rows];
        this.scales = new float[channels];
        this.sums = new float[rows * records];
        this.tops = new float[rows * records];
        this.selected = new float[rows * records];
        this.left = new float[records];
        this.right = new float[records];
        this.weights = new float[part];
    }

    /** Draws noise for a pass at a temperature. */
    void begin(double passTemperature) {
        pool.refill();
        temperature = (float) passTemperature;
        byPowers = passTemperature >= POWERS_DOWN_TO;
        if (byPowers) {
            pool.raise(passTemperature);
        }
    }

    /**
     * What the rows select.
     *
     * @param newLogits rows x channels
     * @param newBatch channels x records, scaled; both are read again by {@link #backward}
     * @return rows x records; overwritten by the next call
     */
    float[] forward(float[] newLogits, float[] newBatch) {
        logits = newLogits;
        batch = newBatch;
        for (int row = 0; row < rows; row++) {
            starts[row] = pool.start();
            Arrays.fill(left, 0);
            Arrays.fill(right, 0);
            int from = row * records;
            if (byPowers) {
                scale(row);
                for (int c = 0; c < channels; c++) {
                    if (scales[c] > 0) {
                        addPowers(scales[c], pool.powers(), place(row, c), batch, c * records, left, right, records);
                    }
                }
            } else {
                for (int first = 0; first < records; first += part) {
                    findTops(row, first);
                    float least = least(from + first) - NEGLIGIBLE * temperature;
                    for (int c = 0; c < channels; c++) {
                        int place = place(row, c) + first;
                        float logit = logits[row * channels + c];
                        if (logit + pool.largestAt(place) > least) {
                            exponentials(logit, pool.draws(), place, tops, from + first, temperature, weights);
                            add(weights, batch, c * records + first, left, right, first);
                        }
                    }
                }
            }
            for (int r = 0; r < records; r++) {
                sums[from + r] = left[r];
                selected[from + r] = right[r] / left[r];
            }
        }
        return selected;
    }

    /**
     * The gradient by the logits.
     *
     * @param gradient of what was selected, rows x records
     * @return rows x channels
     */
    float[] backward(float[] gradient) {
        float[] result = new float[rows * channels];
        float[] slope = new float[records];
        float[] shift = new float[records];
        float[] parts = new float[records / 2];
        for (int row = 0; row < rows; row++) {
            int from = row * records;
            for (int r = 0; r < records; r++) {
                slope[r] = gradient[from + r] / (sums[from + r] * temperature);
                shift[r] = -slope[r] * selected[from + r];
            }
            if (byPowers) {
                scale(row);
                for (int c = 0; c < channels; c++) {
                    if (scales[c] > 0) {
                        multiply(pool.powers(), place(row, c), batch, c * records, slope, shift, parts, records / 2);
                        result[row * channels + c] = scales[c] * folded(parts);
                    }
                }
            } else {
                for (int first = 0; first < records; first += part) {
                    float least = least(from + first) - NEGLIGIBLE * temperature;
                    for (int c = 0; c < channels; c++) {
                        int place = place(row, c) + first;
                        float logit = logits[row * channels + c];
                        if (logit + pool.largestAt(place) > least) {
                            exponentials(logit, pool.draws(), place, tops, from + first, temperature, weights);
                            result[row * channels + c] +=
                                    weigh(weights, batch, c * records + first, slope, shift, first);
                        }
                    }
                }
            }
        }
        return result;
    }

    private int place(int row, int channel) {
        return pool.number(starts[row], channel) * records;
    }

    /** exp((l - largest l) / T) of a row; 0 where no draw makes it matter. */
    private void scale(int row) {
        int from = row * channels;
        int top = top(row);
        float lowest = logits[from + top] + pool.smallest(pool.number(starts[row], top)) - NEGLIGIBLE * temperature;
        for (int c = 0; c < channels; c++) {
            scales[c] = logits[from + c] + pool.largest(pool.number(starts[row], c)) < lowest
                    ? 0
                    : (float) Math.exp((logits[from + c] - logits[from + top]) / temperature);
        }
    }

    /** The largest sum of logit and draw of each record of a part. */
    private void findTops(int row, int first) {
        int from = row * records + first;
        int best = top(row);
        Arrays.fill(tops, from, from + part, Float.NEGATIVE_INFINITY);
        raise(logits[row * channels + best], pool.draws(), place(row, best) + first, tops, from, part);
        float least = least(from);
        for (int c = 0; c < channels; c++) {
            float logit = logits[row * channels + c];
            int place = place(row, c) + first;
            if (logit + pool.largestAt(place) > least) {
                raise(logit, pool.draws(), place, tops, from, part);
                least = least(from);
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

    /** The least top of a part. */
    private float least(int from) {
        float least = tops[from];
        for (int r = 1; r < part; r++) {
            least = Math.min(least, tops[from + r]);
        }
        return least;
    }

    private static void addPowers(
            float scale, float[] powers, int at, float[] x, int from, float[] left, float[] right, int n) {
        for (int r = 0; r < n; r++) {
            float weight = scale * powers[at + r];
            left[r] += weight;
            right[r] = Math.fma(weight, x[from + r], right[r]);
        }
    }

    /** The second half of the records is added to the first: half of what a sum costs. */
    private static void multiply(
            float[] powers, int at, float[] x, int from, float[] slope, float[] shift, float[] out, int half) {
        int high = at + half;
        int right = from + half;
        for (int r = 0; r < half; r++) {
            out[r] = Math.fma(
                    powers[at + r],
                    Math.fma(slope[r], x[from + r], shift[r]),
                    powers[high + r] * Math.fma(slope[half + r], x[right + r], shift[half + r]));
        }
    }

    private static void add(float[] weights, float[] x, int from, float[] left, float[] right, int first) {
        for (int r = 0; r < weights.length; r++) {
            left[first + r] += weights[r];
            right[first + r] = Math.fma(weights[r], x[from + r], right[first + r]);
        }
    }

    private static float weigh(float[] weights, float[] x, int from, float[] slope, float[] shift, int first) {
        float sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += weights[r] * Math.fma(slope[first + r], x[from + r], shift[first + r]);
        }
        return sum;
    }

    private static void raise(float logit, float[] draws, int at, float[] tops, int from, int n) {
        for (int r = 0; r < n; r++) {
            tops[from + r] = Math.max(tops[from + r], logit + draws[at + r]);
        }
    }

    private static void exponentials(
            float logit, float[] draws, int at, float[] tops, int from, float temperature, float[] out) {
        float part = 1 / (256 * temperature);
        for (int r = 0; r < out.length; r++) {
            out[r] = Math.max((logit + draws[at + r] - tops[from + r]) * part, -1);
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

    /** In four chains, for each addition waits for the one before. */
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

    private float folded(float[] parts) {
        int n = records / 2;
        if (n % 4 == 0) {
            n /= 4;
            for (int r = 0; r < n; r++) {
                parts[r] += parts[n + r] + (parts[2 * n + r] + parts[3 * n + r]);
            }
        }
        return sum(parts, n);
    }
}
