package io.sensieve.model;

import java.util.List;

/**
 * Weights of a decoder: linear layers, each but the last followed by layer normalisation and LeakyReLU (section 4 of
 * the paper) or by ReLU alone (section 4.4), and beside them a linear map from the inputs straight to the outputs,
 * which is added.
 *
 * @param layers the linear layers, first to last; the outputs of one are the inputs of the next
 * @param norms one for each layer but the last; none at all where ReLU alone follows them
 * @param skip the map beside the layers, outputs x inputs, row-major; of length 0 where there is none
 */
public record DecoderWeights(List<Linear> layers, List<Norm> norms, float[] skip) {
    /** Added to the variance in a layer normalisation. */
    public static final float NORM_EPSILON = 1e-5f;

    /** Slope of LeakyReLU below 0; section 4 of the paper. */
    public static final float LEAKY_SLOPE = 0.2f;

    /**
     * {@code y = weight x + bias}.
     *
     * @param weight outputs x inputs, row-major
     * @param bias one for each output
     */
    public record Linear(int inputs, int outputs, float[] weight, float[] bias) {
        public Linear {
            if (inputs < 1 || outputs < 1 || weight.length != inputs * outputs || bias.length != outputs) {
                throw new IllegalArgumentException("linear layer of " + inputs + " inputs and " + outputs
                        + " outputs with " + weight.length + " weights and " + bias.length + " biases");
            }
        }
    }

    /** Layer normalisation's scale and shift, one each for every unit. */
    public record Norm(float[] scale, float[] shift) {
        public Norm {
            if (scale.length != shift.length) {
                throw new IllegalArgumentException(
                        "a normalisation of " + scale.length + " scales and " + shift.length + " shifts");
            }
        }
    }

    public DecoderWeights {
        layers = List.copyOf(layers);
        norms = List.copyOf(norms);
        if (layers.isEmpty() || (!norms.isEmpty() && norms.size() != layers.size() - 1)) {
            throw new IllegalArgumentException(layers.size() + " layers with " + norms.size() + " normalisations");
        }
        long around =
                (long) layers.get(0).inputs() * layers.get(layers.size() - 1).outputs();
        if (skip.length != 0 && skip.length != around) {
            throw new IllegalArgumentException(
                    "a map beside the layers of " + skip.length + " weights, must be none or " + around);
        }
        for (int i = 0; i < layers.size() - 1; i++) {
            int units = layers.get(i).outputs();
            int norm = norms.isEmpty() ? units : norms.get(i).scale().length;
            if (norm != units || layers.get(i + 1).inputs() != units) {
                throw new IllegalArgumentException("layer " + i + " has " + units + " outputs, its normalisation "
                        + norm + ", the next layer " + layers.get(i + 1).inputs() + " inputs");
            }
        }
    }

    /** Weights without a map beside the layers. */
    public DecoderWeights(List<Linear> layers, List<Norm> norms) {
        this(layers, norms, new float[0]);
    }

    /** Whether hidden layers are followed by ReLU alone. */
    public boolean plain() {
        return norms.isEmpty() && layers.size() > 1;
    }

    /** Whether there is a map beside the layers. */
    public boolean hasSkip() {
        return skip.length > 0;
    }

    /** K: inputs of the first layer. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** Outputs of the last layer: D, or a classifier's classes. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }
}
