package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sensieve.model.DecoderWeights;
import sensieve.model.DecoderWeights.Linear;

/**
 * A decoder with the channels that its inputs are.
 *
 * @param channels channel of each input, no two the same
 * @param weights K inputs; D outputs, or one for each class
 */
record HardDecoder(int[] channels, DecoderWeights weights) {

    /** The same function with its inputs ascending by channel. */
    HardDecoder ascending() {
        int[] order = IntStream.range(0, channels.length)
                .boxed()
                .sorted(Comparator.comparingInt(input -> channels[input]))
                .mapToInt(Integer::intValue)
                .toArray();
        Linear first = weights.layers().get(0);
        float[] moved = new float[first.weight().length];
        for (int out = 0; out < first.outputs(); out++) {
            for (int in = 0; in < order.length; in++) {
                moved[out * order.length + in] = first.weight()[out * order.length + order[in]];
            }
        }
        List<Linear> layers = new ArrayList<>(weights.layers());
        layers.set(0, new Linear(first.inputs(), first.outputs(), moved, first.bias()));
        return new HardDecoder(
                IntStream.of(order).map(input -> channels[input]).toArray(),
                new DecoderWeights(layers, weights.norms()));
    }

    /** The same, but channels that never change are told exactly: no weights, their scaled mean as the bias. */
    HardDecoder exactWhereFixed(ChannelStatistics statistics) {
        int lastIndex = weights.layers().size() - 1;
        Linear last = weights.layers().get(lastIndex);
        float[] weight = last.weight().clone();
        float[] bias = last.bias().clone();
        for (int c = 0; c < bias.length; c++) {
            if (statistics.fixed()[c]) {
                Arrays.fill(weight, c * last.inputs(), (c + 1) * last.inputs(), 0);
                bias[c] = statistics.scale(c, statistics.trainMean()[c]);
            }
        }
        List<Linear> layers = new ArrayList<>(weights.layers());
        layers.set(lastIndex, new Linear(last.inputs(), last.outputs(), weight, bias));
        return new HardDecoder(channels, new DecoderWeights(layers, weights.norms()));
    }

    /** D x channels with a single 1 in each column: {@code rows.matMul} of it picks the channels. */
    static NDArray picker(NDManager manager, int[] channels, int channelCount) {
        if (channels.length == 0) {
            return manager.zeros(new Shape(channelCount, 0));
        }
        long[] indices = IntStream.of(channels).asLongStream().toArray();
        return manager.create(indices).oneHot(channelCount, DataType.FLOAT32).transpose();
    }
}
