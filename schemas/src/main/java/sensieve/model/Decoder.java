package sensieve.model;

import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * Runs a decoder in plain Java, one record at a time. The arithmetic is the contract: single precision, inputs in
 * ascending order, four at a time with fused multiply-add, the map beside the layers last. Holds its own buffers: use
 * one instance per thread.
 */
public final class Decoder {
    private final float[][] columns;
    private final float[] skip;
    private final DecoderWeights weights;
    private final float[][] buffers;

    public Decoder(DecoderWeights weights) {
        this.weights = weights;
        int layers = weights.layers().size();
        this.columns = new float[layers][];
        this.buffers = new float[layers - 1][];
        for (int i = 0; i < layers; i++) {
            Linear layer = weights.layers().get(i);
            columns[i] = byInput(layer.weight(), layer.inputs(), layer.outputs());
            if (i < layers - 1) {
                buffers[i] = new float[layer.outputs()];
            }
        }
        this.skip = weights.hasSkip() ? byInput(weights.skip(), weights.inputs(), weights.outputs()) : new float[0];
    }

    /** Inputs x outputs, row-major: the outputs of one input lie side by side. */
    private static float[] byInput(float[] weight, int inputs, int outputs) {
        float[] transposed = new float[weight.length];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                transposed[in * outputs + out] = weight[out * inputs + in];
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
        float[] bias = weights.layers().get(last).bias();
        linear(bias, columns[last], current, outputs);
        if (weights.hasSkip()) {
            addProducts(skip, inputs, outputs, bias.length);
        }
    }

    private static void linear(float[] bias, float[] column, float[] in, float[] out) {
        System.arraycopy(bias, 0, out, 0, bias.length);
        addProducts(column, in, out, bias.length);
    }

    private static void addProducts(float[] column, float[] in, float[] out, int outputs) {
        int inputs = column.length / outputs;
        int i = 0;
        for (; i + 4 <= inputs; i += 4) {
            addFour(column, i * outputs, in[i], in[i + 1], in[i + 2], in[i + 3], out, outputs);
        }
        for (; i < inputs; i++) {
            addOne(column, i * outputs, in[i], out, outputs);
        }
    }

    private static void addFour(
            float[] column, int start, float a, float b, float c, float d, float[] out, int outputs) {
        int second = start + outputs;
        int third = second + outputs;
        int fourth = third + outputs;
        for (int o = 0; o < outputs; o++) {
            float sum = Math.fma(a, column[start + o], out[o]);
            sum = Math.fma(b, column[second + o], sum);
            sum = Math.fma(c, column[third + o], sum);
            out[o] = Math.fma(d, column[fourth + o], sum);
        }
    }

    private static void addOne(float[] column, int start, float a, float[] out, int outputs) {
        for (int o = 0; o < outputs; o++) {
            out[o] = Math.fma(a, column[start + o], out[o]);
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
