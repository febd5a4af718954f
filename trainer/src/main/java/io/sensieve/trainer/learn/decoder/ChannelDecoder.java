package io.sensieve.trainer.learn.decoder;

import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.model.ModelFile.Limits;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.InputMoments;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights of a decoder, with the channels that its inputs are.
 *
 * @param channels channel of each input, distinct
 * @param weights K inputs; D outputs, or one for each class
 */
public record ChannelDecoder(int[] channels, DecoderWeights weights) {
    /** How far an input can exceed the range of the rows before it is clipped, as a multiple of that range. */
    private static final double BEYOND = 1;

    /** The same function, with inputs ascending by channel. */
    ChannelDecoder ascending() {
        int[] order = IntStream.range(0, channels.length)
                .boxed()
                .sorted(Comparator.comparingInt(input -> channels[input]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Linear> layers = new ArrayList<>(weights.layers());
        Linear first = layers.get(0);
        layers.set(0, new Linear(first.inputs(), first.outputs(), inOrder(first.weight(), order), first.bias()));
        return new ChannelDecoder(
                IntStream.of(order).map(input -> channels[input]).toArray(),
                new DecoderWeights(layers, weights.norms(), inOrder(weights.skip(), order)));
    }

    private static float[] inOrder(float[] weight, int[] order) {
        float[] moved = new float[weight.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = weight[i - i % order.length + order[i % order.length]];
        }
        return moved;
    }

    /**
     * The same function, with distinct channels. The weights of a repeated channel are added to the input that keeps
     * the channel; the other input gets a new channel with weights of 0.
     *
     * @param selected channel of each input of {@code weights}; channels can repeat
     * @param distinct channel of each input from now on; contains all of {@code selected}
     */
    public static ChannelDecoder distinct(int[] selected, int[] distinct, DecoderWeights weights) {
        List<Linear> layers = new ArrayList<>(weights.layers());
        Linear first = layers.get(0);
        float[] weight = first.weight().clone();
        for (int in = 0; in < selected.length; in++) {
            if (selected[in] != distinct[in]) {
                int kept = IntStream.of(distinct).boxed().toList().indexOf(selected[in]);
                for (int w = 0; w < weight.length; w += selected.length) {
                    weight[w + kept] += first.weight()[w + in];
                    weight[w + in] -= first.weight()[w + in];
                }
            }
        }
        layers.set(0, new Linear(first.inputs(), first.outputs(), weight, first.bias()));
        return new ChannelDecoder(distinct, new DecoderWeights(layers, weights.norms(), weights.skip()));
    }

    /** Predicts constant channels exactly: weights of 0, and the scaled mean as bias. */
    ChannelDecoder exactWhereFixed(ChannelStatistics statistics) {
        int lastIndex = weights.layers().size() - 1;
        Linear last = weights.layers().get(lastIndex);
        float[] weight = last.weight().clone();
        float[] bias = last.bias().clone();
        float[] skip = weights.skip().clone();
        for (int c = 0; c < bias.length; c++) {
            if (statistics.fixed()[c]) {
                Arrays.fill(weight, c * last.inputs(), (c + 1) * last.inputs(), 0);
                if (weights.hasSkip()) {
                    Arrays.fill(skip, c * weights.inputs(), (c + 1) * weights.inputs(), 0);
                }
                bias[c] = statistics.scale(c, statistics.trainMean()[c]);
            }
        }
        List<Linear> layers = new ArrayList<>(weights.layers());
        layers.set(lastIndex, new Linear(last.inputs(), last.outputs(), weight, bias));
        return new ChannelDecoder(channels, new DecoderWeights(layers, weights.norms(), skip));
    }

    /**
     * Adds scaling, moments and limits of the inputs; a reconstruction predicts constant channels exactly.
     *
     * @param statistics of {@code data}
     */
    public ModelFile model(TrainingData data, ChannelStatistics statistics, Task task) {
        ChannelDecoder ordered =
                task == Task.CLASSIFICATION ? ascending() : ascending().exactWhereFixed(statistics);
        int[] inputs = ordered.channels();
        InputMoments moments = InputMoments.of(data, statistics, inputs);
        return new ModelFile(
                inputs,
                moments.mean(),
                moments.covariance(),
                limits(inputs, statistics),
                statistics.offset(),
                statistics.range(),
                ordered.weights(),
                task == Task.CLASSIFICATION);
    }

    private static Limits limits(int[] inputs, ChannelStatistics statistics) {
        float[] lowest = new float[inputs.length];
        float[] highest = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            int c = inputs[i];
            double least = statistics.scale(c, statistics.least()[c]);
            double most = statistics.scale(c, statistics.most()[c]);
            lowest[i] = (float) Math.max(least - BEYOND * (most - least), -Float.MAX_VALUE);
            highest[i] = (float) Math.min(most + BEYOND * (most - least), Float.MAX_VALUE);
        }
        return new Limits(lowest, highest);
    }
}
