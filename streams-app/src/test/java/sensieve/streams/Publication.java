package sensieve.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import sensieve.ChannelProfile;
import sensieve.ErrorSummary;
import sensieve.ModelChunk;
import sensieve.Provenance;
import sensieve.ReferenceProfile;
import sensieve.Scaling;
import sensieve.SelectedChannel;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.codec.Floats;
import sensieve.model.DecoderWeights;
import sensieve.model.LoadedSelection;
import sensieve.model.ModelChunks;
import sensieve.model.ModelFile;

/**
 * A selection of a small world with known truth: {@value #D} channels in {@value #K} groups of four; each group has one
 * source, uniform on 0 to 1, and each of its channels is the source times {@link #GAIN} of its place, plus noise of
 * standard deviation {@value #NOISE} where it is not chosen. The decoder is exact.
 */
public record Publication(Selection selection, byte[] model) {
    public static final int D = 12;
    public static final int K = 3;
    public static final double NOISE = 0.02;

    static final float[] GAIN = {1, 0.5f, -0.8f, 0.7f};
    private static final int GROUP = 4;

    /** Chooses the channels 0, 4 and 8. */
    public static Publication of(String layout, int version) {
        return of(layout, version, 0);
    }

    /** Chooses the channels at {@code place}, 0 to 3, of each group. */
    public static Publication of(String layout, int version, int place) {
        int[] channels = {place, GROUP + place, 2 * GROUP + place};
        float[] weight = new float[D * K];
        for (int d = 0; d < D; d++) {
            weight[d * K + d / GROUP] = GAIN[d % GROUP] / GAIN[place];
        }
        DecoderWeights decoder =
                new DecoderWeights(List.of(new DecoderWeights.Linear(K, D, weight, new float[D])), List.of());
        ModelFile model = new ModelFile(channels, new float[] {.5f, .5f, .5f}, new float[D], ones(), decoder);
        return of(layout, version, model);
    }

    /** A model of random weights that takes several chunks. */
    public static Publication large(String layout, int version) {
        Random random = new Random(7);
        int units = 40_000;
        DecoderWeights decoder = new DecoderWeights(
                List.of(linear(K, units, random), linear(units, D, random)),
                List.of(new DecoderWeights.Norm(filled(units, 1), new float[units])));
        return of(
                layout,
                version,
                new ModelFile(new int[] {0, 4, 8}, new float[] {.5f, .5f, .5f}, new float[D], ones(), decoder));
    }

    public static Publication of(String layout, int version, ModelFile model) {
        byte[] file = model.toBytes();
        List<SelectedChannel> chosen = Arrays.stream(model.channels())
                .mapToObj(index -> new SelectedChannel(index, name(index), 1f))
                .toList();
        List<Float> expected = new ArrayList<>(Collections.nCopies(10, 0.1f));
        expected.add(0f);
        float[] edges = new float[9];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = (i + 1) / 10f;
        }
        ChannelProfile profile = new ChannelProfile(Floats.view(edges), expected);
        double error = NOISE * Math.sqrt(D - K) / D;
        Selection selection = Selection.newBuilder()
                .setLayout(layout)
                .setVersion(version)
                .setMethod("ip-cae")
                .setChannelNames(
                        IntStream.range(0, D).mapToObj(Publication::name).toList())
                .setChannels(chosen)
                .setSpares(List.of())
                .setScaling(new Scaling("none", Floats.view(new float[D]), Floats.view(ones())))
                .setModel(ModelChunks.reference(file))
                .setReference(new ReferenceProfile(
                        10_000L, Collections.nCopies(K, profile), Collections.nCopies(D, (float) NOISE)))
                .setValidation(new ErrorSummary(10_000L, error, error / 4, error, error, error, 10 * error))
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(Instant.EPOCH)
                        .setTrigger("first-window")
                        .setTrainRows(1)
                        .setValidationRows(1)
                        .setFrom(Instant.EPOCH)
                        .setTo(Instant.EPOCH)
                        .setOffsets(List.of())
                        .setSeed(1)
                        .setSettings(Map.of())
                        .setEpochs(1)
                        .setSeconds(1)
                        .setDevice("cpu")
                        .build())
                .build();
        return new Publication(selection, file);
    }

    public Publication with(Selection changed) {
        return new Publication(changed, model);
    }

    public LoadedSelection loaded() {
        return LoadedSelection.of(selection, model, Optional.empty());
    }

    public SelectionPointer pointer(Instant publishedAt) {
        return new SelectionPointer(selection.getLayout(), selection.getVersion(), publishedAt);
    }

    public List<ModelChunk> chunks() {
        return ModelChunks.cut(model);
    }

    /** One record of the small world. */
    public static float[] row(Random random) {
        float[] row = new float[D];
        for (int group = 0; group < K; group++) {
            float source = random.nextFloat();
            for (int i = 0; i < GROUP; i++) {
                double noise = i == 0 ? 0 : NOISE * random.nextGaussian();
                row[group * GROUP + i] = (float) (source * GAIN[i] + noise);
            }
        }
        return row;
    }

    static String name(int index) {
        return "c%03d".formatted(index);
    }

    private static DecoderWeights.Linear linear(int inputs, int outputs, Random random) {
        float[] weight = new float[inputs * outputs];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) random.nextGaussian() / 100;
        }
        return new DecoderWeights.Linear(inputs, outputs, weight, new float[outputs]);
    }

    private static float[] ones() {
        return filled(D, 1);
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
