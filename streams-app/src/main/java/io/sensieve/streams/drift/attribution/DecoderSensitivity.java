package io.sensieve.streams.drift.attribution;

import io.sensieve.ChannelProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.Decoder;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelFile;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * Computes how the decoder's D outputs change when its K inputs shift. The inputs are the medians of the reference; one
 * input at a time is displaced. All values are scaled.
 */
final class DecoderSensitivity {
    private final ModelFile model;
    private final Decoder decoder;
    private final Histogram[] reference;
    private final DriftPartial sums;

    DecoderSensitivity(LoadedSelection selection, DriftPartial sums) {
        this.model = selection.model();
        this.decoder = new Decoder(model.decoder());
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        this.reference = new Histogram[profiles.size()];
        this.sums = sums;
        for (int i = 0; i < reference.length; i++) {
            ChannelProfile profile = profiles.get(i);
            float[] edges = Floats.array(profile.getEdges());
            reference[i] = new Histogram(
                    edges,
                    profile.getExpected().stream()
                            .mapToDouble(Float::doubleValue)
                            .toArray());
        }
    }

    /** Distance of an input's reference distribution from the value that replaces a missing one. */
    double shiftToFill(int position) {
        int channel = model.channels()[position];
        double fill = model.fill()[position] * (double) model.range()[channel] + model.offset()[channel];
        return reference[position].distance(fill) / range(position);
    }

    /**
     * Distance of an input's reference distribution from the constant value of the input in the window; 0 if the sample
     * of the window has no value of it.
     */
    double shiftToConstant(int position) {
        int channel = model.channels()[position];
        double constant = channel < sums.getLowest().size()
                ? (sums.getLowest().get(channel) + (double) sums.getHighest().get(channel)) / 2
                : Double.NaN;
        return Double.isFinite(constant) ? reference[position].distance(constant) / range(position) : 0;
    }

    /**
     * The root mean squared error of each of the D channels that shifted inputs explain.
     *
     * @param shifts shift of each of the K inputs; 0 for an unchanged input
     */
    double[] explainedErrors(double[] shifts) {
        float[] inputs = medians();
        float[] unchanged = decode(inputs);
        double[] errors = new double[unchanged.length];
        for (int position = 0; position < shifts.length; position++) {
            if (shifts[position] != 0) {
                double[] differences = response(inputs, unchanged, position, shifts[position]);
                for (int i = 0; i < errors.length; i++) {
                    errors[i] += differences[i] * differences[i];
                }
            }
        }
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.sqrt(errors[i]);
        }
        return errors;
    }

    /**
     * The change of all D outputs when an input shifts by its standard deviation, for each of the K inputs.
     *
     * @param excluded inputs whose responses are not needed; their arrays are empty
     */
    double[][] responses(boolean[] excluded) {
        float[] inputs = medians();
        float[] unchanged = decode(inputs);
        double[][] responses = new double[reference.length][];
        for (int position = 0; position < reference.length; position++) {
            double sd = reference[position].distance(reference[position].mean()) / range(position);
            responses[position] =
                    excluded[position] || sd == 0 ? new double[0] : response(inputs, unchanged, position, sd);
        }
        return responses;
    }

    private float[] medians() {
        float[] inputs = new float[reference.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scale(i, reference[i].median());
        }
        return inputs;
    }

    private float[] decode(float[] inputs) {
        float[] outputs = new float[model.offset().length];
        decoder.decode(inputs, outputs);
        return outputs;
    }

    private double[] response(float[] inputs, float[] unchanged, int position, double shift) {
        float[] shifted = inputs.clone();
        shifted[position] += (float) shift;
        float[] outputs = decode(shifted);
        double[] differences = new double[unchanged.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (double) outputs[i] - unchanged[i];
        }
        return differences;
    }

    private float range(int position) {
        return model.range()[model.channels()[position]];
    }

    private float scale(int position, double value) {
        int channel = model.channels()[position];
        return (float) ((value - model.offset()[channel]) / model.range()[channel]);
    }
}
