package io.sensieve.trainer.learn.decoder;

import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Adapts the decoder of a champion to another scaling and other channels, as the start of a training. */
public final class WarmStart {
    private WarmStart() {}

    /**
     * Whether a training with these settings can start from the model: it reconstructs, and has the same K and layers
     * of the same widths.
     */
    public static boolean isPossible(ModelFile model, TrainSettings settings) {
        List<Integer> hidden = model.decoder().layers().stream()
                .limit(model.decoder().layers().size() - 1L)
                .map(Linear::outputs)
                .toList();
        return settings.task() == Task.RECONSTRUCTION
                && !model.classifier()
                && hidden.equals(settings.decoder().hidden())
                && model.channels().length == settings.k();
    }

    /**
     * Converts the decoder to the scaling of {@code statistics} and to other channels. A channel that the model has and
     * {@code channels} do not is replaced by its mean; a new channel starts with weights of 0.
     *
     * @param channels K
     */
    public static ChannelDecoder of(ModelFile model, ChannelStatistics statistics, int[] channels) {
        int[] used = model.channels();
        float[] factor = new float[used.length];
        float[] shift = new float[used.length];
        for (int i = 0; i < used.length; i++) {
            int c = used[i];
            boolean kept = IntStream.of(channels).anyMatch(channel -> channel == c);
            factor[i] = kept ? statistics.range()[c] / model.range()[c] : 0;
            float stays = kept ? statistics.offset()[c] : statistics.trainMean()[c];
            shift[i] = (stays - model.offset()[c]) / model.range()[c];
        }
        int d = model.offset().length;
        float[] stretch = new float[d];
        float[] move = new float[d];
        for (int c = 0; c < d; c++) {
            stretch[c] = model.range()[c] / statistics.range()[c];
            move[c] = (model.offset()[c] - statistics.offset()[c]) / statistics.range()[c];
        }
        DecoderWeights moved =
                AffineDecoders.ofOutputs(AffineDecoders.ofInputs(model.decoder(), factor, shift), stretch, move);
        int[] order = IntStream.of(channels)
                .map(channel -> Arrays.binarySearch(used, channel))
                .toArray();
        List<Linear> layers = new ArrayList<>(moved.layers());
        Linear first = layers.get(0);
        layers.set(0, new Linear(first.inputs(), first.outputs(), picked(first.weight(), order), first.bias()));
        return new ChannelDecoder(channels, new DecoderWeights(layers, moved.norms(), picked(moved.skip(), order)));
    }

    private static float[] picked(float[] weight, int[] order) {
        float[] picked = new float[weight.length];
        for (int w = 0; w < picked.length; w++) {
            int from = order[w % order.length];
            picked[w] = from < 0 ? 0 : weight[w - w % order.length + from];
        }
        return picked;
    }
}
