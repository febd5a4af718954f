package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import sensieve.model.DecoderWeights;
import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * A hidden layer with its gradients written out: Linear, LayerNorm (Ba et al., 2016), LeakyReLU.
 *
 * @param weight units x inputs
 * @param bias units
 * @param scale units
 * @param shift units
 */
record HiddenLayer(NDArray weight, NDArray bias, NDArray scale, NDArray shift) {

    /**
     * What a pass forward leaves.
     *
     * @param normal rows x units, normalised
     * @param inverse rows x 1, one over the standard deviation
     * @param slope rows x units, of activation and dropout
     */
    record Tape(NDArray inputs, NDArray normal, NDArray inverse, NDArray slope, NDArray outputs) {}

    /** What a pass back finds; the parameters as in {@link HiddenLayer#parameters}. */
    record Gradients(List<NDArray> parameters, NDArray inputs) {}

    static HiddenLayer random(NDManager manager, int inputs, int units) {
        return new HiddenLayer(
                DecoderNet.uniform(manager, inputs, units, inputs),
                DecoderNet.uniform(manager, inputs, units),
                manager.ones(new Shape(units)),
                manager.zeros(new Shape(units)));
    }

    static HiddenLayer of(NDManager manager, Linear linear, Norm norm) {
        return new HiddenLayer(
                manager.create(linear.weight(), new Shape(linear.outputs(), linear.inputs())),
                manager.create(linear.bias()),
                manager.create(norm.scale()),
                manager.create(norm.shift()));
    }

    List<NDArray> parameters() {
        return List.of(weight, bias, scale, shift);
    }

    Tape forward(NDArray inputs, Dropout dropout) {
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
        return new Tape(inputs, normal, inverse, slope, activation.mul(slope));
    }

    Gradients backward(Tape tape, NDArray byOutputs) {
        NDArray byActivation = byOutputs.mul(tape.slope());
        NDArray byScale = byActivation.mul(tape.normal()).sum(new int[] {0});
        NDArray byShift = byActivation.sum(new int[] {0});
        NDArray byNormal = byActivation.muli(scale);
        NDArray along = byNormal.mul(tape.normal()).mean(new int[] {1}, true);
        NDArray byLinear = byNormal.sub(byNormal.mean(new int[] {1}, true))
                .subi(tape.normal().mul(along))
                .muli(tape.inverse());
        return new Gradients(
                List.of(byLinear.transpose().matMul(tape.inputs()), byLinear.sum(new int[] {0}), byScale, byShift),
                byLinear.matMul(weight));
    }

    Linear linear() {
        return new Linear(
                (int) weight.getShape().get(1),
                (int) weight.getShape().get(0),
                weight.toFloatArray(),
                bias.toFloatArray());
    }

    Norm norm() {
        return new Norm(scale.toFloatArray(), shift.toFloatArray());
    }
}
