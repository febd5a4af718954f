package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.trainer.learn.engine.Dropout;
import java.util.List;
import java.util.Optional;

/**
 * Linear, LayerNorm (Ba et al., 2016), LeakyReLU: the hidden layer of the paper's decoders (section 4).
 *
 * @param weight units x inputs
 * @param bias units
 * @param scale units
 * @param shift units
 */
record NormalisedLayer(NDArray weight, NDArray bias, NDArray scale, NDArray shift) implements HiddenLayer {
    /**
     * Intermediate arrays of a forward pass.
     *
     * @param normal rows x units, normalised
     * @param inverse rows x 1, one over the standard deviation
     * @param slope rows x units, of activation and dropout
     */
    private record Pass(
            NormalisedLayer layer, NDArray inputs, NDArray normal, NDArray inverse, NDArray slope, NDArray outputs)
            implements Tape {
        @Override
        public Gradients backward(NDArray byOutputs) {
            NDArray byActivation = byOutputs.mul(slope);
            NDArray byScale = byActivation.mul(normal).sum(new int[] {0});
            NDArray byShift = byActivation.sum(new int[] {0});
            NDArray byNormal = byActivation.muli(layer.scale);
            NDArray along = byNormal.mul(normal).mean(new int[] {1}, true);
            NDArray byLinear = byNormal.sub(byNormal.mean(new int[] {1}, true))
                    .subi(normal.mul(along))
                    .muli(inverse);
            return new Gradients(
                    List.of(byLinear.transpose().matMul(inputs), byLinear.sum(new int[] {0}), byScale, byShift),
                    byLinear.matMul(layer.weight));
        }
    }

    @Override
    public List<NDArray> parameters() {
        return List.of(weight, bias, scale, shift);
    }

    @Override
    public Tape forward(NDArray inputs, Dropout dropout) {
        NDArray linear = inputs.matMul(weight.transpose()).addi(bias);
        NDArray centred = linear.subi(linear.mean(new int[] {1}, true));
        NDArray inverse = centred.square()
                .mean(new int[] {1}, true)
                .addi(DecoderWeights.NORM_EPSILON)
                .sqrt()
                .pow(-1);
        NDArray normal = centred.mul(inverse);
        NDArray activation = normal.mul(scale).addi(shift);
        NDArray slope = activation
                .gt(0)
                .toType(DataType.FLOAT32, false)
                .muli(1 - DecoderWeights.LEAKY_SLOPE)
                .addi(DecoderWeights.LEAKY_SLOPE);
        dropout.of(activation).ifPresent(slope::muli);
        return new Pass(this, inputs, normal, inverse, slope, activation.mul(slope));
    }

    @Override
    public Optional<Norm> norm() {
        return Optional.of(new Norm(scale.toFloatArray(), shift.toFloatArray()));
    }
}
