package io.sensieve.model;

import java.util.List;

/**
 * Weights of a decoder: linear layers, each but the last followed by layer normalisation and LeakyReLU (section 4 of
 * the paper) or by ReLU alone (section 4.4). An optional skip connection adds a linear map of the inputs to the
 * outputs.
 *
 * @param layers the linear layers, first to last; the outputs of one are the inputs of the next
 * @param norms normalisation of each layer but the last; empty if the activation is ReLU alone
 * @param skip weights of the skip connection, outputs x inputs, row-major; length 0 if there is none
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
     * @param bias bias of each output
     */
    public record Linear(int inputs, int outputs, float[] weight, float[] bias) {
        public Linear {
            if (inputs < 1 || outputs < 1 || weight.length != inputs * outputs || bias.length != outputs) {
                throw new IllegalArgumentException("linear layer of " + inputs + " inputs and " + outputs
                        + " outputs with " + weight.length + " weights and " + bias.length + " biases");
            }
        }
    }

    /** Scale and shift of each unit in a layer normalisation. */
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
                    "skip connection has " + skip.length + " weights, must have none or " + around);
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

    /** Creates weights without a skip connection. */
    public DecoderWeights(List<Linear> layers, List<Norm> norms) {
        this(layers, norms, new float[0]);
    }

    /** Whether the activation of hidden layers is ReLU without normalisation. */
    public boolean isReluOnly() {
        return norms.isEmpty() && layers.size() > 1;
    }

    /** Whether there is a skip connection. */
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
