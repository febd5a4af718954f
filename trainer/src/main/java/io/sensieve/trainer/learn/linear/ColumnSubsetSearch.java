package io.sensieve.trainer.learn.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.WarmStart;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Training;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Column subset selection as a method: {@link ColumnSubset} of the train rows, then a decoder for its channels. From a
 * champion it starts with that one's channels and decoder.
 */
public final class ColumnSubsetSearch {
    /** Targets up to which each channel is one; from there on there are as many random mixtures of all channels. */
    private static final int MOST_TARGETS = 1024;

    private ColumnSubsetSearch() {}

    public static Training.Found find(
            Training training,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings) {
        ColumnSubset subset = subset(training.session().manager(), training.rows(), data, candidates, settings);
        Optional<TrainingData.Champion> champion =
                data.champion().filter(inUse -> WarmStart.possible(inUse.model(), settings));
        ColumnSubset.Chosen chosen = champion.map(
                        inUse -> subset.improve(inUse.model().channels(), settings.price(), inUse.leastGain()))
                .orElseGet(() -> subset.find(settings.price()));
        double[] scores = new double[data.channelCount()];
        for (int i = 0; i < chosen.channels().length; i++) {
            scores[chosen.channels()[i]] = i < candidates.required().length ? 1 : chosen.needed()[i];
        }
        ChannelScores all = new ChannelScores(scores, chosen.stands());
        int[] open = IntStream.of(chosen.channels())
                .skip(candidates.required().length)
                .toArray();
        return champion.map(inUse -> training.improve(WarmStart.of(inUse.model(), statistics, chosen.channels()), all))
                .orElseGet(() -> training.decodeOnly(open, all));
    }

    /** The channels alone, without a decoder; where the task is to tell classes, those that tell them. */
    public static int[] choose(TrainingData data, TrainSettings settings, TrainingListener listener) {
        ChannelStatistics statistics = ChannelStatistics.of(data, settings.scaling());
        Candidates candidates = Candidates.of(data, settings.k());
        try (Torch.Session session = Torch.open(settings.seed(), settings.compute(), listener::cancelled)) {
            ScaledRows rows = ScaledRows.train(session.manager(), data, statistics, settings.task());
            return subset(session.manager(), rows, data, candidates, settings)
                    .find(settings.price())
                    .channels();
        }
    }

    private static ColumnSubset subset(
            NDManager manager, ScaledRows rows, TrainingData data, Candidates candidates, TrainSettings settings) {
        return new ColumnSubset(
                manager,
                rows.values(),
                targets(manager, rows),
                data.channels().stream()
                        .mapToDouble(io.sensieve.Channel::getCost)
                        .toArray(),
                candidates,
                settings.budget());
    }

    /**
     * What the channels are to tell: themselves, or the classes, a rare class as much as a common one. Random mixtures
     * keep lengths (Johnson and Lindenstrauss, 1984), so that time and memory are linear in D.
     */
    private static NDArray targets(NDManager manager, ScaledRows rows) {
        if (rows.classes().isPresent()) {
            NDArray classes = rows.classes().get();
            return classes.div(classes.mean(new int[] {0}, true).sqrt().maximum(1e-6f));
        }
        long channels = rows.values().getShape().get(1);
        return channels <= MOST_TARGETS
                ? rows.values()
                : rows.values()
                        .matMul(manager.randomNormal(new Shape(channels, MOST_TARGETS)))
                        .div(Math.sqrt(MOST_TARGETS));
    }
}
