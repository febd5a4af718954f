package io.sensieve.model;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a decoder in Java, for one record or several at once. The arithmetic is the contract: single precision, inputs
 * in ascending order with fused multiply-add, the map beside the layers last. Neither how many records go together nor
 * whether the virtual machine has the Vector API changes a bit of it. Holds its own buffers: use one instance per
 * thread.
 */
public final class Decoder {
    private final DecoderWeights weights;
    private final Maps maps;
    /** For each layer, for each record, the layer's outputs. */
    private final float[][][] buffers;

    private final float[][] single = new float[1][];

    /** The weights as they are multiplied by. */
    private record Maps(
            float[][] biases,
            MatMulKernel[] layers,
            @Nullable MatMulKernel skip) {
        static Maps of(DecoderWeights weights, MatMulKernel.Way way) {
            int layers = weights.layers().size();
            float[][] biases = new float[layers][];
            MatMulKernel[] products = new MatMulKernel[layers];
            for (int i = 0; i < layers; i++) {
                Linear layer = weights.layers().get(i);
                biases[i] = Arrays.copyOf(layer.bias(), way.width(layer.outputs()));
                products[i] = way.of(layer.weight(), layer.inputs(), layer.outputs());
            }
            return new Maps(
                    biases,
                    products,
                    weights.hasSkip() ? way.of(weights.skip(), weights.inputs(), weights.outputs()) : null);
        }
    }

    /** A decoder of single records. */
    public Decoder(DecoderWeights weights) {
        this(weights, 1);
    }

    /** @param most most records that it decodes at once */
    Decoder(DecoderWeights weights, int most) {
        this(weights, most, MatMulKernel.BEST);
    }

    Decoder(DecoderWeights weights, int most, MatMulKernel.Way way) {
        this(weights, Maps.of(weights, way), most);
    }

    private Decoder(DecoderWeights weights, Maps maps, int most) {
        this.weights = weights;
        this.maps = maps;
        this.buffers = new float[maps.layers().length][most][];
        for (int layer = 0; layer < buffers.length; layer++) {
            for (int record = 0; record < most; record++) {
                buffers[layer][record] = new float[maps.biases()[layer].length];
            }
        }
    }

    /** One more with buffers of its own, for another thread; the weights are shared. */
    Decoder another(int most) {
        return new Decoder(weights, maps, most);
    }

    /** What decoders multiply by in this virtual machine: {@code loops}, or vectors of so many bits. */
    public static String means() {
        return MatMulKernel.BEST.label();
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
            float[] bias = maps.biases()[layer];
            float[][] next = buffers[layer];
            for (int record = 0; record < records; record++) {
                System.arraycopy(bias, 0, next[record], 0, bias.length);
            }
            maps.layers()[layer].add(current, next, records);
            if (layer < last) {
                for (int record = 0; record < records; record++) {
                    activate(layer, next[record]);
                }
            }
            current = next;
        }
        if (maps.skip() != null) {
            maps.skip().add(inputs, current, records);
        }
    }

    /** What the latest call has made of a record: D scaled values, and some behind them that mean nothing. */
    float[] outputs(int record) {
        return buffers[buffers.length - 1][record];
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
        double mean = FourWaySum.of(units, width) / width;
        float factor =
                (float) (1 / Math.sqrt(FourWaySum.ofSquares(units, width, mean) / width + DecoderWeights.NORM_EPSILON));
        float centre = (float) mean;
        for (int i = 0; i < width; i++) {
            float value = (units[i] - centre) * factor * scale[i] + shift[i];
            units[i] = Math.max(value, DecoderWeights.LEAKY_SLOPE * value);
        }
    }
}
