package sensieve.model;

import java.util.Arrays;
import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * Runs a decoder in plain Java, for one record or several at once. The arithmetic is the contract: single precision,
 * inputs in ascending order, four at a time with fused multiply-add, the map beside the layers last. How many records
 * go together does not change a bit of it. Holds its own buffers: use one instance per thread.
 *
 * <p>The loops are written for HotSpot's vectoriser. The weights of each input are an array of their own: in one array
 * for all, at offsets, the loop is not vectorised and a record takes four times as long. A loop that adds to several
 * records at once would read fewer weights, but on 17 it is vectorised on some runs and not on others. Rows end where a
 * 64-byte vector ends, so that no value is left over.
 */
public final class Decoder {
    /** Floats between an array's header of 16 bytes and the first border of 64 bytes. */
    private static final int TO_BORDER = 12;

    private static final int VECTOR = 16;

    private final DecoderWeights weights;
    private final Columns columns;
    /** For each layer, for each record, the layer's outputs. */
    private final float[][][] buffers;

    private final float[][] single = new float[1][];

    /** The weights as the loops read them: for each input a row of weights to all outputs. */
    private record Columns(float[][] biases, float[][][] layers, float[][] skip) {
        static Columns of(DecoderWeights weights) {
            int layers = weights.layers().size();
            float[][] biases = new float[layers][];
            float[][][] columns = new float[layers][][];
            for (int i = 0; i < layers; i++) {
                Linear layer = weights.layers().get(i);
                biases[i] = Arrays.copyOf(layer.bias(), padded(layer.outputs()));
                columns[i] = byInput(layer.weight(), layer.inputs(), layer.outputs());
            }
            return new Columns(
                    biases,
                    columns,
                    weights.hasSkip() ? byInput(weights.skip(), weights.inputs(), weights.outputs()) : new float[0][]);
        }

        private static float[][] byInput(float[] weight, int inputs, int outputs) {
            float[][] transposed = new float[inputs][padded(outputs)];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    transposed[in][out] = weight[out * inputs + in];
                }
            }
            return transposed;
        }
    }

    /** A decoder of single records. */
    public Decoder(DecoderWeights weights) {
        this(weights, 1);
    }

    /** @param most most records that it decodes at once */
    Decoder(DecoderWeights weights, int most) {
        this(weights, Columns.of(weights), most);
    }

    private Decoder(DecoderWeights weights, Columns columns, int most) {
        this.weights = weights;
        this.columns = columns;
        this.buffers = new float[columns.layers().length][most][];
        for (int layer = 0; layer < buffers.length; layer++) {
            for (int record = 0; record < most; record++) {
                buffers[layer][record] = new float[columns.biases()[layer].length];
            }
        }
    }

    /** One more with buffers of its own, for another thread; the weights are shared. */
    Decoder another(int most) {
        return new Decoder(weights, columns, most);
    }

    private static int padded(int floats) {
        int behind = Math.max(0, floats - TO_BORDER);
        return TO_BORDER + (behind + VECTOR - 1) / VECTOR * VECTOR;
    }

    /**
     * Decodes one record.
     *
     * @param inputs K scaled values
     * @param outputs receives D scaled values
     */
    public void decode(float[] inputs, float[] outputs) {
        single[0] = inputs;
        decode(single, 1);
        System.arraycopy(outputs(0), 0, outputs, 0, weights.outputs());
    }

    /**
     * Decodes the first records of {@code inputs}.
     *
     * @param inputs K scaled values of each record
     * @param records how many, at most as many as this decoder was made for
     */
    void decode(float[][] inputs, int records) {
        float[][] current = inputs;
        int last = buffers.length - 1;
        for (int layer = 0; layer <= last; layer++) {
            float[] bias = columns.biases()[layer];
            float[][] next = buffers[layer];
            for (int record = 0; record < records; record++) {
                System.arraycopy(bias, 0, next[record], 0, bias.length);
            }
            addProducts(columns.layers()[layer], current, next, records);
            if (layer < last) {
                for (int record = 0; record < records; record++) {
                    activate(layer, next[record]);
                }
            }
            current = next;
        }
        addProducts(columns.skip(), inputs, current, records);
    }

    /** What the latest call has made of a record: D scaled values, and some behind them that mean nothing. */
    float[] outputs(int record) {
        return buffers[buffers.length - 1][record];
    }

    /** Four rows of weights stay in the nearest cache while all records go over them. */
    private static void addProducts(float[][] columns, float[][] in, float[][] out, int records) {
        int i = 0;
        for (; i + 4 <= columns.length; i += 4) {
            for (int record = 0; record < records; record++) {
                float[] x = in[record];
                addFour(
                        columns[i],
                        columns[i + 1],
                        columns[i + 2],
                        columns[i + 3],
                        x[i],
                        x[i + 1],
                        x[i + 2],
                        x[i + 3],
                        out[record]);
            }
        }
        for (; i < columns.length; i++) {
            for (int record = 0; record < records; record++) {
                addOne(columns[i], in[record][i], out[record]);
            }
        }
    }

    private static void addFour(
            float[] first,
            float[] second,
            float[] third,
            float[] fourth,
            float a,
            float b,
            float c,
            float d,
            float[] out) {
        for (int o = 0; o < out.length; o++) {
            float sum = Math.fma(a, first[o], out[o]);
            sum = Math.fma(b, second[o], sum);
            sum = Math.fma(c, third[o], sum);
            out[o] = Math.fma(d, fourth[o], sum);
        }
    }

    private static void addOne(float[] column, float a, float[] out) {
        for (int o = 0; o < out.length; o++) {
            out[o] = Math.fma(a, column[o], out[o]);
        }
    }

    private void activate(int layer, float[] units) {
        if (weights.plain()) {
            rectify(units);
        } else {
            normalise(weights.norms().get(layer), units);
        }
    }

    private static void rectify(float[] units) {
        for (int i = 0; i < units.length; i++) {
            units[i] = Math.max(units[i], 0);
        }
    }

    private static void normalise(Norm norm, float[] units) {
        float[] scale = norm.scale();
        float[] shift = norm.shift();
        int width = scale.length;
        double mean = Sums.of(units, width) / width;
        float factor =
                (float) (1 / Math.sqrt(Sums.ofSquares(units, width, mean) / width + DecoderWeights.NORM_EPSILON));
        float centre = (float) mean;
        for (int i = 0; i < width; i++) {
            float value = (units[i] - centre) * factor * scale[i] + shift[i];
            units[i] = Math.max(value, DecoderWeights.LEAKY_SLOPE * value);
        }
    }
}
