package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.sensieve.trainer.learn.engine.Parameters;
import java.util.List;

/**
 * The network of one hidden layer that STG and LassoNet learn while they search for channels: 200 units with ReLU
 * (section 4.4 of the paper), from all D channels.
 *
 * @param first D x 200
 * @param firstBias 200
 * @param second 200 x outputs
 * @param secondBias outputs
 */
public record ReluNetwork(NDArray first, NDArray firstBias, NDArray second, NDArray secondBias) {
    static final int UNITS = 200;

    /** A new one, uniform within 1 / sqrt(inputs) of each layer. */
    public static ReluNetwork random(NDManager manager, int inputs, int outputs) {
        return new ReluNetwork(
                Parameters.learnable(Parameters.uniform(manager, inputs, inputs, UNITS)),
                Parameters.learnable(Parameters.uniform(manager, inputs, UNITS)),
                Parameters.learnable(Parameters.uniform(manager, UNITS, UNITS, outputs)),
                Parameters.learnable(Parameters.uniform(manager, UNITS, outputs)));
    }

    /** Rows x D in, rows x outputs out. */
    public NDArray forward(NDArray inputs) {
        return Activation.relu(inputs.matMul(first).add(firstBias))
                .matMul(second)
                .add(secondBias);
    }

    public List<NDArray> parameters() {
        return List.of(first, firstBias, second, secondBias);
    }
}
