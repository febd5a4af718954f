package io.sensieve.streams.drift.attribution;

import io.sensieve.ChannelProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.Decoder;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelFile;
import io.sensieve.streams.drift.distribution.Histogram;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * How much of each channel's error comes from chosen channels that have moved: each is pushed away from the reference's
 * medians by as far as its distribution has gone, and the decoder shows what becomes of the rebuilt channels.
 */
final class DecoderSensitivity {
    private final ModelFile model;
    private final Decoder decoder;
    private final Histogram[] before;
    private final Histogram[] now;

    DecoderSensitivity(LoadedSelection selection, DriftPartial sums) {
        this.model = selection.model();
        this.decoder = new Decoder(model.decoder());
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        this.before = new Histogram[profiles.size()];
        this.now = new Histogram[profiles.size()];
        int from = 0;
        for (int i = 0; i < before.length; i++) {
            ChannelProfile profile = profiles.get(i);
            float[] edges = Floats.array(profile.getEdges());
            int to = from + edges.length + 2;
            before[i] = new Histogram(
                    edges,
                    profile.getExpected().stream()
                            .mapToDouble(Float::doubleValue)
                            .toArray());
            now[i] = new Histogram(
                    edges,
                    sums.getBins().subList(from, to).stream()
                            .mapToDouble(Long::doubleValue)
                            .toArray());
            from = to;
        }
    }

    /** How far a chosen channel's distribution has gone, scaled. */
    double pushOfWorld(int position) {
        return now[position].distance(before[position]) / range(position);
    }

    /** How far a chosen channel's values lie from what stands for a missing one, scaled. */
    double pushToFill(int position) {
        int channel = model.channels()[position];
        double fill = model.fill()[position] * (double) model.range()[channel] + model.offset()[channel];
        return before[position].distance(fill) / range(position);
    }

    /** How far a chosen channel's values lie from the value at which it stands now, scaled. */
    double pushToConstant(int position) {
        return before[position].distance(now[position].median()) / range(position);
    }

    /**
     * The root mean squared scaled error of each of the D channels that pushed inputs account for.
     *
     * @param pushes for each chosen channel how far it is pushed, scaled
     */
    double[] of(double[] pushes) {
        float[] inputs = medians();
        float[] still = decoded(inputs);
        double[] squares = new double[still.length];
        for (int position = 0; position < pushes.length; position++) {
            if (pushes[position] != 0) {
                double[] differences = response(inputs, still, position, pushes[position]);
                for (int i = 0; i < squares.length; i++) {
                    squares[i] += differences[i] * differences[i];
                }
            }
        }
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }

    /**
     * What becomes of all D channels, scaled, when a chosen channel is pushed by its standard deviation.
     *
     * @param left the chosen channels that are not asked for: theirs are empty
     */
    double[][] responses(boolean[] left) {
        float[] inputs = medians();
        float[] still = decoded(inputs);
        double[][] responses = new double[before.length][];
        for (int position = 0; position < before.length; position++) {
            double spread = before[position].distance(before[position].mean()) / range(position);
            responses[position] =
                    left[position] || spread == 0 ? new double[0] : response(inputs, still, position, spread);
        }
        return responses;
    }

    private float[] medians() {
        float[] inputs = new float[before.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scaled(i, before[i].median());
        }
        return inputs;
    }

    private float[] decoded(float[] inputs) {
        float[] outputs = new float[model.offset().length];
        decoder.decode(inputs, outputs);
        return outputs;
    }

    private double[] response(float[] inputs, float[] still, int position, double push) {
        float[] changed = inputs.clone();
        changed[position] += (float) push;
        float[] pushed = decoded(changed);
        double[] differences = new double[still.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (double) pushed[i] - still[i];
        }
        return differences;
    }

    private float range(int position) {
        return model.range()[model.channels()[position]];
    }

    private float scaled(int position, double value) {
        int channel = model.channels()[position];
        return (float) ((value - model.offset()[channel]) / model.range()[channel]);
    }
}
