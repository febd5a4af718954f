package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/** Column subset selection as a method: {@link ColumnSubset} of the train rows, then a decoder for its channels. */
final class Css {
    /** Targets up to which each channel is one; from there on there are as many random mixtures of all channels. */
    private static final int MOST_TARGETS = 1024;

    private Css() {}

    static Training.Found find(
            Training training,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings) {
        NDManager manager = training.session().manager();
        ScaledRows rows = training.rows();
        ColumnSubset subset = new ColumnSubset(
                manager,
                rows.values(),
                targets(manager, rows),
                data.channels().stream().mapToDouble(sensieve.Channel::getCost).toArray(),
                candidates,
                settings.budget());
        ColumnSubset.Chosen chosen = subset.find(settings.price());
        double[] scores = new double[data.channelCount()];
        for (int i = 0; i < chosen.channels().length; i++) {
            scores[chosen.channels()[i]] = i < candidates.required().length ? 1 : chosen.needed()[i];
        }
        return training.decodeOnly(
                IntStream.of(chosen.channels())
                        .skip(candidates.required().length)
                        .toArray(),
                new Scores(scores, chosen.stands()));
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
