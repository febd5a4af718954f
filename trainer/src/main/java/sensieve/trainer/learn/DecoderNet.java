package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import sensieve.model.DecoderWeights;
import sensieve.model.DecoderWeights.Linear;
import sensieve.model.DecoderWeights.Norm;

/**
 * The decoder while it learns: Linear, LayerNorm and LeakyReLU for each hidden layer, then Linear to the outputs
 * (section 4 of the paper): D of them, or one for each class.
 */
final class DecoderNet {
    private final List<Layer> layers = new ArrayList<>();
    private final List<Normalisation> norms = new ArrayList<>();

    private record Layer(NDArray weight, NDArray bias) {}

    private record Normalisation(NDArray scale, NDArray shift) {}

    private DecoderNet() {}

    /** A new one with PyTorch's default initialisation: uniform within 1 / sqrt(inputs). */
    static DecoderNet random(NDManager manager, int inputs, List<Integer> hidden, int outputs) {
        DecoderNet net = new DecoderNet();
        int in = inputs;
        for (int units : hidden) {
            net.layers.add(randomLayer(manager, in, units));
            net.norms.add(new Normalisation(
                    learnable(manager.ones(new Shape(units))), learnable(manager.zeros(new Shape(units)))));
            in = units;
        }
        net.layers.add(randomLayer(manager, in, outputs));
        return net;
    }

    /** One that starts from {@code weights}. */
    static DecoderNet of(NDManager manager, DecoderWeights weights) {
        DecoderNet net = new DecoderNet();
        for (Linear layer : weights.layers()) {
            net.layers.add(new Layer(
                    learnable(manager.create(layer.weight(), new Shape(layer.outputs(), layer.inputs()))),
                    learnable(manager.create(layer.bias()))));
        }
        for (Norm norm : weights.norms()) {
            net.norms.add(new Normalisation(
                    learnable(manager.create(norm.scale())), learnable(manager.create(norm.shift()))));
        }
        return net;
    }

    /** Rows x inputs in, rows x outputs out. */
    NDArray forward(NDArray inputs) {
        NDArray current = inputs;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            current = ai.djl.nn.core.Linear.linear(current, layer.weight(), layer.bias())
                    .singletonOrThrow();
            if (i < norms.size()) {
                Normalisation norm = norms.get(i);
                Shape units = norm.scale().getShape();
                current = LayerNorm.layerNorm(current, units, norm.scale(), norm.shift(), DecoderWeights.NORM_EPSILON)
                        .singletonOrThrow();
                current = Activation.leakyRelu(current, DecoderWeights.LEAKY_SLOPE);
            }
        }
        return current;
    }

    /** All that is learnt. */
    List<NDArray> parameters() {
        List<NDArray> all = new ArrayList<>();
        layers.forEach(layer -> all.addAll(List.of(layer.weight(), layer.bias())));
        norms.forEach(norm -> all.addAll(List.of(norm.scale(), norm.shift())));
        return all;
    }

    /** A copy of the weights as they are now. */
    DecoderWeights weights() {
        List<Linear> linears = new ArrayList<>();
        for (Layer layer : layers) {
            Shape shape = layer.weight().getShape();
            linears.add(new Linear(
                    (int) shape.get(1),
                    (int) shape.get(0),
                    layer.weight().toFloatArray(),
                    layer.bias().toFloatArray()));
        }
        List<Norm> copies = new ArrayList<>();
        for (Normalisation norm : norms) {
            copies.add(new Norm(norm.scale().toFloatArray(), norm.shift().toFloatArray()));
        }
        return new DecoderWeights(linears, copies);
    }

    /** {@code array}, marked as a parameter. */
    static NDArray learnable(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }

    private static Layer randomLayer(NDManager manager, int inputs, int outputs) {
        float bound = (float) (1 / Math.sqrt(inputs));
        return new Layer(
                learnable(manager.randomUniform(-bound, bound, new Shape(outputs, inputs))),
                learnable(manager.randomUniform(-bound, bound, new Shape(outputs))));
    }
}
