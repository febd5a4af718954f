package sensieve.model;

import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * Runs a decoder in plain Java, one record at a time. The arithmetic is the contract: single precision, inputs in
 * ascending order, four at a time with fused multiply-add, the map beside the layers last. Holds its own buffers: use
 * one instance per thread.
 *
 * <p>The weights of each input are an array of their own: in one array for all, at offsets, HotSpot does not vectorise
 * the loop and a record takes four times as long.
 */
public final class Decoder {
    /** For each layer, for each input, the weights to all outputs. */
    private final float[][][] columns;

    private final float[][] skip;
    private final DecoderWeights weights;
    private final float[][] buffers;

    public Decoder(DecoderWeights weights) {
        this.weights = weights;
        int layers = weights.layers().size();
        this.columns = new float[layers][][];
        this.buffers = new float[layers - 1][];
        for (int i = 0; i < layers; i++) {
            Linear layer = weights.layers().get(i);
            columns[i] = byInput(layer.weight(), layer.inputs(), layer.outputs());
            if (i < layers - 1) {
                buffers[i] = new float[layer.outputs()];
            }
        }
        this.skip = weights.hasSkip() ? byInput(weights.skip(), weights.inputs(), weights.outputs()) : new float[0][];
    }

    private static float[][] byInput(float[] weight, int inputs, int outputs) {
        float[][] transposed = new float[inputs][outputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                transposed[in][out] = weight[out * inputs + in];
            }
        }
        return transposed;
    }

    /**
     * Decodes one record.
     *
     * @param inputs K scaled values
     * @param outputs receives D scaled values
     */
    public void decode(float[] inputs, float[] outputs) {
        float[] current = inputs;
        int last = columns.length - 1;
        for (int i = 0; i < last; i++) {
            linear(weights.layers().get(i).bias(), columns[i], current, buffers[i]);
            normalise(weights.norms().get(i), buffers[i]);
            current = buffers[i];
        }
        linear(weights.layers().get(last).bias(), columns[last], current, outputs);
        addProducts(skip, inputs, outputs);
    }

    private static void linear(float[] bias, float[][] columns, float[] in, float[] out) {
        System.arraycopy(bias, 0, out, 0, bias.length);
        addProducts(columns, in, out);
    }

    private static void addProducts(float[][] columns, float[] in, float[] out) {
        int i = 0;
        for (; i + 4 <= columns.length; i += 4) {
            addFour(
                    columns[i],
                    columns[i + 1],
                    columns[i + 2],
                    columns[i + 3],
                    in[i],
                    in[i + 1],
                    in[i + 2],
                    in[i + 3],
                    out);
        }
        for (; i < columns.length; i++) {
            addOne(columns[i], in[i], out);
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

    private static void normalise(Norm norm, float[] units) {
        double sum = 0;
        for (float unit : units) {
            sum += unit;
        }
        double mean = sum / units.length;
        double squares = 0;
        for (float unit : units) {
            squares += (unit - mean) * (unit - mean);
        }
        float factor = (float) (1 / Math.sqrt(squares / units.length + DecoderWeights.NORM_EPSILON));
        float centre = (float) mean;
        for (int i = 0; i < units.length; i++) {
            float value = (units[i] - centre) * factor * norm.scale()[i] + norm.shift()[i];
            units[i] = value >= 0 ? value : DecoderWeights.LEAKY_SLOPE * value;
        }
    }
}
