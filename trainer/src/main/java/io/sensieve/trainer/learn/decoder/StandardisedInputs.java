package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.DecoderWeights;
import java.util.Arrays;

/**
 * Selected channels with mean 0 and deviation 1 over the train rows. Training converges fastest on such inputs, and 0
 * replaces a missing value. Weights convert between these inputs and the scaled ones without changing the function.
 *
 * @param channels channel of each input
 * @param mean mean of each input, scaled
 * @param deviation standard deviation of each input, scaled; 1 for a constant input
 */
record StandardisedInputs(int[] channels, float[] mean, float[] deviation) {

    static StandardisedInputs of(NDManager manager, NDArray trainRows, int[] channels) {
        NDArray picked = picked(manager, trainRows, channels);
        NDArray mean = picked.mean(new int[] {0});
        float[] deviation = picked.sub(mean).square().mean(new int[] {0}).sqrt().toFloatArray();
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = deviation[i] > Float.MIN_NORMAL ? deviation[i] : 1;
        }
        return new StandardisedInputs(channels, mean.toFloatArray(), deviation);
    }

    /** The selected channels without standardisation, as the paper's networks take them. */
    static StandardisedInputs unchanged(int[] channels) {
        float[] ones = new float[channels.length];
        Arrays.fill(ones, 1);
        return new StandardisedInputs(channels, new float[channels.length], ones);
    }

    /** Reads the inputs out of {@code rows}: rows x inputs. */
    NDArray inputs(NDManager manager, NDArray rows) {
        return picked(manager, rows, channels).subi(manager.create(mean)).divi(manager.create(deviation));
    }

    /** Converts weights for scaled inputs to weights for these inputs. */
    DecoderWeights fromScaled(DecoderWeights weights) {
        return AffineDecoders.ofInputs(weights, deviation, mean);
    }

    /** Converts weights for these inputs to weights for scaled inputs. */
    DecoderWeights toScaled(DecoderWeights weights) {
        float[] factor = new float[mean.length];
        float[] shift = new float[mean.length];
        for (int i = 0; i < factor.length; i++) {
            factor[i] = 1 / deviation[i];
            shift[i] = -mean[i] / deviation[i];
        }
        return AffineDecoders.ofInputs(weights, factor, shift);
    }

    private static NDArray picked(NDManager manager, NDArray rows, int[] channels) {
        long[] indices = new long[channels.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = channels[i];
        }
        NDArray index = manager.create(indices)
                .reshape(1, -1)
                .broadcast(new Shape(rows.getShape().get(0), indices.length));
        return rows.gather(index, 1);
    }
}
