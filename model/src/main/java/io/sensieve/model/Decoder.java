package io.sensieve.model;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Computes the forward pass of a decoder, for one record or a batch. The arithmetic is fixed: single precision, inputs
 * in ascending order with fused multiply-add, the skip connection last. Neither the batch size nor the Vector API
 * changes a bit of the outputs. Holds its own buffers: use one instance per thread.
 */
public final class Decoder {
    private final DecoderWeights weights;
    private final Layers layers;
    /** For each layer, for each record, the layer's outputs. */
    private final float[][][] buffers;

    private final float[][] single = new float[1][];

    /** Biases and kernels of the linear layers. */
    private record Layers(
            float[][] biases,
            MatMulKernel[] kernels,
            @Nullable MatMulKernel skip) {
        static Layers of(DecoderWeights weights, MatMulKernelFactory kernels) {
            int count = weights.layers().size();
            float[][] biases = new float[count][];
            MatMulKernel[] products = new MatMulKernel[count];
            for (int i = 0; i < count; i++) {
                Linear layer = weights.layers().get(i);
                biases[i] = Arrays.copyOf(layer.bias(), kernels.paddedLength(layer.outputs()));
                products[i] = kernels.create(layer.weight(), layer.inputs(), layer.outputs());
            }
            return new Layers(
                    biases,
                    products,
                    weights.hasSkip() ? kernels.create(weights.skip(), weights.inputs(), weights.outputs()) : null);
        }
    }

    /** Creates a decoder of single records. */
    public Decoder(DecoderWeights weights) {
        this(weights, 1);
    }

    /** @param batchSize most records of a batch */
    Decoder(DecoderWeights weights, int batchSize) {
        this(weights, batchSize, MatMulKernelFactory.FASTEST);
    }

    Decoder(DecoderWeights weights, int batchSize, MatMulKernelFactory kernels) {
        this(weights, Layers.of(weights, kernels), batchSize);
    }

    private Decoder(DecoderWeights weights, Layers layers, int batchSize) {
        this.weights = weights;
        this.layers = layers;
        this.buffers = new float[layers.kernels().length][batchSize][];
        for (int layer = 0; layer < buffers.length; layer++) {
            for (int record = 0; record < batchSize; record++) {
                buffers[layer][record] = new float[layers.biases()[layer].length];
            }
        }
    }

    /** Creates a decoder with the same weights and new buffers, for another thread. */
    Decoder copy(int batchSize) {
        return new Decoder(weights, layers, batchSize);
    }

    /** Implementation of the matrix multiplication in this JVM: {@code loops}, or the width of the vectors. */
    public static String kernelDescription() {
        return MatMulKernelFactory.FASTEST.description();
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
            float[] bias = layers.biases()[layer];
            float[][] next = buffers[layer];
            for (int record = 0; record < records; record++) {
                System.arraycopy(bias, 0, next[record], 0, bias.length);
            }
            layers.kernels()[layer].multiplyAdd(current, next, records);
            if (layer < last) {
                for (int record = 0; record < records; record++) {
                    activate(layer, next[record]);
                }
            }
            current = next;
        }
        if (layers.skip() != null) {
            layers.skip().multiplyAdd(inputs, current, records);
        }
    }

    /** Outputs of the latest call for a record: D scaled values, then padding. */
    float[] outputs(int record) {
        return buffers[buffers.length - 1][record];
    }

    private void activate(int layer, float[] units) {
        if (weights.isReluOnly()) {
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
        double mean = UnrolledSum.sum(units, width) / width;
        float factor = (float)
                (1 / Math.sqrt(UnrolledSum.sumOfSquares(units, width, mean) / width + DecoderWeights.NORM_EPSILON));
        float centre = (float) mean;
        for (int i = 0; i < width; i++) {
            float value = (units[i] - centre) * factor * scale[i] + shift[i];
            units[i] = Math.max(value, DecoderWeights.LEAKY_SLOPE * value);
        }
    }
}
