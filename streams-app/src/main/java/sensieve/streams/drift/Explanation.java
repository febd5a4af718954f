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

    /**
     * The root mean squared scaled error of each of the D channels that the moved ones account for.
     *
     * @param moved positions among the chosen channels
     */
    double[] of(List<Integer> moved) {
        float[] inputs = new float[before.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scaled(i, before[i].median());
        }
        float[] still = new float[model.offset().length];
        decoder.decode(inputs, still);
        double[] squares = new double[still.length];
        float[] pushed = new float[still.length];
        for (int position : moved) {
            float[] changed = inputs.clone();
            changed[position] +=
                    (float) (now[position].distance(before[position]) / model.range()[model.channels()[position]]);
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

    private float scaled(int position, double value) {
        int channel = model.channels()[position];
        return (float) ((value - model.offset()[channel]) / model.range()[channel]);
    }
}
