package io.sensieve.trainer.learn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/** Creates and changes parameters of networks on the engine. */
public final class Parameters {
    private Parameters() {}

    /** PyTorch's default initialisation of a linear layer: uniform within {@code 1 / sqrt(inputs)}. */
    public static NDArray uniform(NDManager manager, int inputs, long... shape) {
        float bound = (float) (1 / Math.sqrt(inputs));
        return manager.randomUniform(-bound, bound, new Shape(shape));
    }

    /** Marks an array as a parameter whose gradient the engine collects. */
    public static NDArray learnable(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }

    /**
     * Overwrites the values of a learnable array in place. PyTorch warns of {@link NDArray#copyTo} and {@code set} on
     * such arrays.
     */
    public static void overwrite(NDArray learnable, NDArray values) {
        try (NDArray same = learnable.stopGradient();
                NDArray plain = values.stopGradient()) {
            same.set(new NDIndex("..."), plain);
        }
    }

    /**
     * The selection matrix S of some channels: {@code rows.matMul(S)} is those columns of the rows.
     *
     * @return D x channels, with a single 1 in each column
     */
    public static NDArray selectionMatrix(NDManager manager, int[] channels, int channelCount) {
        if (channels.length == 0) {
            return manager.zeros(new Shape(channelCount, 0));
        }
        long[] indices = IntStream.of(channels).asLongStream().toArray();
        return manager.create(indices).oneHot(channelCount, DataType.FLOAT32).transpose();
    }
}
