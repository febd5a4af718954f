package io.sensieve.trainer.learn.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.Channel;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.WarmStart;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Searches by {@link ColumnSubset} of the train rows, and trains a decoder for the channels. With a champion, the
 * search starts from the champion's channels, and the training from its decoder.
 */
public final class ColumnSubsetSearch implements ChannelSearch {
    /**
     * Most channels for which the targets are the channels themselves; with more, this many random mixtures of them.
     */
    private static final int MOST_TARGETS = 1024;

    /** A decoder that starts from the champion's is trained for this fraction of the decoder epochs. */
    private static final int WARM_FRACTION = 5;

    @Override
    public SearchResult search(TrainingSession training) {
        TrainSettings settings = training.settings();
        ColumnSubset columns = columnSubset(training);
        Optional<TrainingData.Champion> champion =
                training.data().champion().filter(known -> WarmStart.isPossible(known.model(), settings));
        if (champion.isEmpty()) {
            ColumnSubset.Subset subset = columns.find(settings.cost().price());
            int[] open = IntStream.of(subset.channels())
                    .skip(training.candidates().required().length)
                    .toArray();
            return training.trainDecoder(open, scores(subset, training));
        }
        ModelFile model = champion.get().model();
        ColumnSubset.Subset subset = columns.improve(
                model.channels(), settings.cost().price(), champion.get().leastGain());
        return training.fineTuneDecoder(
                WarmStart.of(model, training.statistics(), subset.channels()),
                Math.max(1, settings.decoder().epochs() / WARM_FRACTION),
                scores(subset, training),
                100);
    }

    /** Searches without a champion, and trains no decoder. */
    @Override
    public int[] searchChannels(TrainingSession training) {
        return columnSubset(training).find(training.settings().cost().price()).channels();
    }

    @Override
    public boolean trainsNetwork() {
        return false;
    }

    @Override
    public boolean startsFromChampion() {
        return true;
    }

    private static ChannelScores scores(ColumnSubset.Subset subset, TrainingSession training) {
        double[] scores = new double[training.channelCount()];
        int required = training.candidates().required().length;
        for (int i = 0; i < subset.channels().length; i++) {
            scores[subset.channels()[i]] = i < required ? 1 : subset.importance()[i];
        }
        return new ChannelScores(scores, subset.substituteScores());
    }

    private static ColumnSubset columnSubset(TrainingSession training) {
        ScaledRows rows = training.rows();
        return new ColumnSubset(
                training.manager(),
                new Moments(new Moments.Cells(rows.values(), rows.measured()), targets(training)),
                training.data().channels().stream()
                        .mapToDouble(Channel::getCost)
                        .toArray(),
                training.candidates(),
                training.settings().cost().budget());
    }

    /**
     * The variables that the selected channels are to explain: all channels, or the classes, a rare class as much as a
     * common one. Random mixtures keep lengths (Johnson and Lindenstrauss, 1984), so that time and memory are linear in
     * D. Where cells are missing, a mixture would have no measured cell, so random channels are the targets.
     */
    private static Moments.Cells targets(TrainingSession training) {
        NDManager manager = training.manager();
        ScaledRows rows = training.rows();
        if (rows.classes().isPresent()) {
            NDArray classes = rows.classes().get();
            return new Moments.Cells(
                    classes.div(classes.mean(new int[] {0}, true).sqrt().maximum(1e-6f)), Optional.empty());
        }
        long channels = rows.values().getShape().get(1);
        if (channels <= MOST_TARGETS) {
            return new Moments.Cells(rows.values(), rows.measured());
        }
        if (rows.measured().isPresent()) {
            NDArray some =
                    manager.create(new SplittableRandom(training.settings().seed())
                            .longs(0, channels)
                            .distinct()
                            .limit(MOST_TARGETS)
                            .sorted()
                            .toArray());
            return new Moments.Cells(
                    picked(rows.values(), some), rows.measured().map(mask -> picked(mask, some)));
        }
        return new Moments.Cells(
                rows.values()
                        .matMul(manager.randomNormal(new Shape(channels, MOST_TARGETS)))
                        .div(Math.sqrt(MOST_TARGETS)),
                Optional.empty());
    }

    private static NDArray picked(NDArray rows, NDArray columns) {
        return rows.transpose().get(columns).transpose();
    }
}
