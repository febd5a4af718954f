package sensieve.streams.drift;

import java.util.List;
import sensieve.ChannelProfile;
import sensieve.DriftPartial;
import sensieve.codec.Floats;
import sensieve.model.Decoder;
import sensieve.model.LoadedSelection;
import sensieve.model.ModelFile;

/**
 * How much of each channel's error comes from chosen channels that have moved: each is pushed away from the reference's
 * medians by as far as its distribution has gone, and the decoder shows what becomes of the rebuilt channels.
 */
final class Explanation {
    private final ModelFile model;
    private final Decoder decoder;
    private final Histogram[] before;
    private final Histogram[] now;

    Explanation(LoadedSelection selection, DriftPartial sums) {
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
        float[] inputs = new float[before.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scaled(i, before[i].median());
        }
        float[] still = new float[model.offset().length];
        decoder.decode(inputs, still);
        double[] squares = new double[still.length];
        float[] pushed = new float[still.length];
        for (int position = 0; position < pushes.length; position++) {
            if (pushes[position] == 0) {
                continue;
            }
            float[] changed = inputs.clone();
            changed[position] += (float) pushes[position];
            decoder.decode(changed, pushed);
            for (int i = 0; i < squares.length; i++) {
                double difference = pushed[i] - still[i];
                squares[i] += difference * difference;
            }
        }
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }

    private float range(int position) {
        return model.range()[model.channels()[position]];
    }

    private float scaled(int position, double value) {
        int channel = model.channels()[position];
        return (float) ((value - model.offset()[channel]) / model.range()[channel]);
    }
}
