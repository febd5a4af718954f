package io.sensieve.trainer.learn.decoder;

import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import java.util.ArrayList;
import java.util.List;

/** Adapts decoder weights to scaled and shifted inputs or outputs, without changing the function. */
final class AffineDecoders {
    private AffineDecoders() {}

    /** Weights that compute for x what {@code weights} do for {@code factor x + shift}. */
    static DecoderWeights ofInputs(DecoderWeights weights, float[] factor, float[] shift) {
        List<Linear> layers = new ArrayList<>(weights.layers());
        Linear first = layers.get(0);
        float[] weight = first.weight().clone();
        float[] bias = first.bias().clone();
        shiftInputs(weight, bias, factor, shift);
        layers.set(0, new Linear(first.inputs(), first.outputs(), weight, bias));
        float[] skip = weights.skip().clone();
        if (weights.hasSkip()) {
            int lastIndex = layers.size() - 1;
            Linear last = layers.get(lastIndex);
            float[] lastBias = last.bias().clone();
            shiftInputs(skip, lastBias, factor, shift);
            layers.set(lastIndex, new Linear(last.inputs(), last.outputs(), last.weight(), lastBias));
        }
        return new DecoderWeights(layers, weights.norms(), skip);
    }

    /** Weights that compute {@code factor y + shift} where {@code weights} compute y. */
    static DecoderWeights ofOutputs(DecoderWeights weights, float[] factor, float[] shift) {
        List<Linear> layers = new ArrayList<>(weights.layers());
        int lastIndex = layers.size() - 1;
        Linear last = layers.get(lastIndex);
        float[] bias = last.bias().clone();
        for (int o = 0; o < bias.length; o++) {
            bias[o] = factor[o] * bias[o] + shift[o];
        }
        layers.set(
                lastIndex,
                new Linear(last.inputs(), last.outputs(), scaled(last.weight(), factor, last.inputs()), bias));
        return new DecoderWeights(layers, weights.norms(), scaled(weights.skip(), factor, weights.inputs()));
    }

    private static float[] scaled(float[] weight, float[] factor, int inputs) {
        float[] scaled = weight.clone();
        for (int w = 0; w < scaled.length; w++) {
            scaled[w] *= factor[w / inputs];
        }
        return scaled;
    }

    private static void shiftInputs(float[] weight, float[] bias, float[] factor, float[] shift) {
        for (int o = 0, w = 0; o < bias.length; o++) {
            double added = 0;
            for (int i = 0; i < factor.length; i++, w++) {
                added += (double) weight[w] * shift[i];
                weight[w] *= factor[i];
            }
            bias[o] += (float) added;
        }
    }
}
