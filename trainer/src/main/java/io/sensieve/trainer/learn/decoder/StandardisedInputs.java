package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.model.DecoderWeights;
import java.util.Arrays;

/**
 * Selected channels with mean 0 and deviation 1 over the train rows. Training converges fastest on such inputs. Weights
 * convert between these inputs and the scaled ones without changing the function.
 *
 * @param channels channel of each input
 * @param mean mean of each input, scaled
 * @param deviation standard deviation of each input, scaled; 1 for a constant input
 */
record StandardisedInputs(int[] channels, float[] mean, float[] deviation) {

    /** @param picked the channels in the train rows: rows x inputs */
    static StandardisedInputs of(NDArray picked, int[] channels) {
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

    /** Standardises the channels of some rows: rows x inputs. */
    NDArray inputs(NDManager manager, NDArray picked) {
        return picked.sub(manager.create(mean)).divi(manager.create(deviation));
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
}
