package io.sensieve.model;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Decoders with random weights. */
public final class SampleModels {
    private SampleModels() {}

    /** Linear layers between the given widths: K first, D last. */
    public static DecoderWeights decoder(long seed, int... widths) {
        Random random = new Random(seed);
        List<Linear> layers = new ArrayList<>();
        List<Norm> norms = new ArrayList<>();
        for (int i = 0; i + 1 < widths.length; i++) {
            int in = widths[i];
            int out = widths[i + 1];
            layers.add(new Linear(in, out, values(random, in * out), values(random, out)));
            if (i + 2 < widths.length) {
                norms.add(new Norm(values(random, out), values(random, out)));
            }
        }
        return new DecoderWeights(layers, norms);
    }

    /** Standard normal values. */
    public static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
