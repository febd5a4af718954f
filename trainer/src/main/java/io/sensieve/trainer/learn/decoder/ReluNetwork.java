package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.sensieve.trainer.learn.engine.Parameters;
import java.util.List;

/**
 * The network that STG and LassoNet train during their search: one hidden layer of 200 ReLU units (section 4.4 of the
 * paper), from all D channels.
 *
 * @param first D x 200
 * @param firstBias 200
 * @param second 200 x outputs
 * @param secondBias outputs
 */
public record ReluNetwork(NDArray first, NDArray firstBias, NDArray second, NDArray secondBias) {
    static final int UNITS = 200;

    /** Creates a network, uniform within 1 / sqrt(inputs) of each layer. */
    public static ReluNetwork random(NDManager manager, int inputs, int outputs) {
        return new ReluNetwork(
                Parameters.learnable(Parameters.uniform(manager, inputs, inputs, UNITS)),
                Parameters.learnable(Parameters.uniform(manager, inputs, UNITS)),
                Parameters.learnable(Parameters.uniform(manager, UNITS, UNITS, outputs)),
                Parameters.learnable(Parameters.uniform(manager, UNITS, outputs)));
    }

    /** Applies the network: rows x D in, rows x outputs out. */
    public NDArray forward(NDArray inputs) {
        return Activation.relu(inputs.matMul(first).add(firstBias))
                .matMul(second)
                .add(secondBias);
    }

    /** All parameters. */
    public List<NDArray> parameters() {
        return List.of(first, firstBias, second, secondBias);
    }
}
