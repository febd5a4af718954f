package sensieve.model;

import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * Runs a decoder in plain Java, one record at a time. The arithmetic is the contract: single precision, inputs in
 * ascending order, four at a time with fused multiply-add. Holds its own buffers: use one instance per thread.
 */
public final class Decoder {
    private final float[][] columns;
    private final DecoderWeights weights;
    private final float[][] buffers;

    public Decoder(DecoderWeights weights) {
        this.weights = weights;
        int layers = weights.layers().size();
        this.columns = new float[layers][];
        this.buffers = new float[layers - 1][];
        for (int i = 0; i < layers; i++) {
            columns[i] = byInput(weights.layers().get(i));
            if (i < layers - 1) {
                buffers[i] = new float[weights.layers().get(i).outputs()];
            }
        }
    }

    /** Inputs x outputs, row-major: the outputs of one input lie side by side. */
    private static float[] byInput(Linear layer) {
        float[] transposed = new float[layer.weight().length];
        for (int out = 0; out < layer.outputs(); out++) {
            for (int in = 0; in < layer.inputs(); in++) {
                transposed[in * layer.outputs() + out] = layer.weight()[out * layer.inputs() + in];
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
            linear(weights.layers().get(i), columns[i], current, buffers[i]);
            normalise(weights.norms().get(i), buffers[i]);
            current = buffers[i];
        }
        linear(weights.layers().get(last), columns[last], current, outputs);
    }

    private static void linear(Linear layer, float[] column, float[] in, float[] out) {
        int outputs = layer.outputs();
        System.arraycopy(layer.bias(), 0, out, 0, outputs);
        int i = 0;
        for (; i + 4 <= layer.inputs(); i += 4) {
            addFour(column, i * outputs, in[i], in[i + 1], in[i + 2], in[i + 3], out, outputs);
        }
        for (; i < layer.inputs(); i++) {
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
