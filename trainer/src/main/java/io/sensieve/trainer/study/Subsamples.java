package io.sensieve.trainer.study;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Selects channels from random subsamples of 80 % of the train rows, each with its own seed. Rows are drawn without
 * replacement, because a repeated row would count twice. Decoders are trained as little as the method allows.
 */
public final class Subsamples {
    /** Share of the train rows in each subsample. */
    private static final double SHARE = 0.8;

    private Subsamples() {}

    /**
     * Selects {@code count} times, and compares the selections.
     *
     * @param count at least {@link Stability#LEAST}
     * @throws IllegalArgumentException if a subsample cannot give K channels
     */
    public static Stability stability(
            SelectionMethod method, TrainingData data, TrainSettings settings, int count, TrainingListener listener) {
        int size = (int) Math.floor(SHARE * data.train().length);
        if (size < Math.max(settings.k(), TrainingData.LEAST_TRAIN_ROWS)) {
            throw new IllegalArgumentException("stability draws 80 % of the train rows, " + size + " of "
                    + data.train().length + ": at least " + Math.max(settings.k(), TrainingData.LEAST_TRAIN_ROWS)
                    + " are needed; give more rows or lower k");
        }
        List<Set<Integer>> selected = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            long seed = settings.seed() + i;
            TrainSettings own = settings.withSeed(seed);
            selected.add(IntStream.of(method.selector().selectChannels(subsample(data, size, seed), own, listener))
                    .boxed()
                    .collect(Collectors.toSet()));
        }
        Set<Integer> required = new HashSet<>();
        int candidates = 0;
        for (int c = 0; c < data.channelCount(); c++) {
            Channel channel = data.channels().get(c);
            if (channel.getRole() == ChannelRole.REQUIRED) {
                required.add(c);
            } else if (channel.getRole() == ChannelRole.CANDIDATE && data.varies(c)) {
                candidates++;
            }
        }
        return Stability.of(selected, data.channelCount(), required, candidates);
    }

    private static TrainingData subsample(TrainingData data, int size, long seed) {
        int[] order = IntStream.range(0, data.train().length).toArray();
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(order.length - i);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        int[] rows = IntStream.of(order).limit(size).sorted().toArray();
        Optional<Labels> labels = data.labels()
                .map(known -> new Labels(
                        IntStream.of(rows).map(r -> known.train()[r]).toArray(), known.validation(), known.classes()));
        return new TrainingData(
                IntStream.of(rows).mapToObj(r -> data.train()[r]).toArray(float[][]::new),
                data.validation(),
                data.channels(),
                labels);
    }
}
