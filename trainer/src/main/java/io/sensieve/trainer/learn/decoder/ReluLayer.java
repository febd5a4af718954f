package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.trainer.learn.engine.Dropout;
import java.util.List;
import java.util.Optional;

/**
 * Linear, ReLU: the hidden layer of the networks that the paper trains for the channels of STG and LassoNet (section
 * 4.4).
 *
 * @param weight units x inputs
 * @param bias units
 */
record ReluLayer(NDArray weight, NDArray bias) implements HiddenLayer {
    /** @param slope rows x units, of activation and dropout */
    private record Pass(NDArray weight, NDArray inputs, NDArray slope, NDArray outputs) implements Tape {
        @Override
        public Gradients backward(NDArray byOutputs) {
            NDArray byLinear = byOutputs.mul(slope);
            return new Gradients(
                    List.of(byLinear.transpose().matMul(inputs), byLinear.sum(new int[] {0})), byLinear.matMul(weight));
        }
    }

    @Override
    public List<NDArray> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public Tape forward(NDArray inputs, Dropout dropout) {
        NDArray linear = inputs.matMul(weight.transpose()).addi(bias);
        NDArray slope = linear.gt(0).toType(DataType.FLOAT32, false);
        dropout.of(linear).ifPresent(slope::muli);
        return new Pass(weight, inputs, slope, linear.mul(slope));
    }

    @Override
    public Optional<Norm> norm() {
        return Optional.empty();
    }
}
