package io.sensieve.trainer.learn.lassonet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.decoder.ReluNetwork;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Optimizer;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Training;
import java.util.ArrayList;
import java.util.List;

/**
 * LassoNet (Lemhadri et al., "LassoNet: A Neural Network with Feature Sparsity", JMLR 2021) that ends with exactly K
 * channels. A network of one hidden layer beside a linear map is learnt without a penalty first; then lambda rises by a
 * constant factor, each time from the weights before, until at most K channels remain, and the last interval is halved.
 * {@link LassoPath} ranks the channels. M is 10; a group is all skip weights of a channel.
 */
public final class LassoNet {
    private static final double LEAST = 0.01;
    private static final double RISE = 1.25;
    private static final int RISES = 20;
    private static final int HALVINGS = 4;

    private final Training training;
    private final TrainSettings settings;
    private final NDArray centre;
    private final ReluNetwork net;
    private final NDArray skip;
    private final HierarchicalOptimizer descent;
    private final Optimizer both;
    private final LassoPath path;
    private int passes;

    private LassoNet(
            Training training,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings,
            int channels) {
        NDManager manager = training.session().manager();
        this.training = training;
        this.settings = settings;
        this.centre = manager.create(statistics.scaledMeans());
        this.net = ReluNetwork.random(manager, channels, training.outputs());
        this.skip = DecoderNetwork.learnable(manager.zeros(new Shape(channels, training.outputs())));
        this.descent = new HierarchicalOptimizer(manager, skip, net.first(), candidates);
        Adam adam = new Adam(manager, List.of(net.firstBias(), net.second(), net.secondBias()));
        this.both = rate -> {
            adam.step(rate);
            descent.step(rate);
        };
        this.path = new LassoPath(candidates, channels);
    }

    public static Training.Found find(
            Training training,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings) {
        if (candidates.forced()) {
            return training.search();
        }
        LassoNet search = new LassoNet(training, statistics, candidates, settings, data.channelCount());
        search.run(candidates.open());
        return training.decodeOnly(search.path.last(), search.path.scores());
    }

    private void run(int wanted) {
        int dense = Math.max(1, settings.epochs() / 8);
        int each = Math.max(1, settings.epochs() / 100);
        training.expect(dense + (RISES + HALVINGS) * each);
        learn(dense);
        path.passed(0, descent.lengths());
        List<NDArray> before = copies();
        double held = 0;
        double over = descent.largestPull() * LEAST;
        int left = at(over, each);
        while (left > wanted) {
            path.passed(over, descent.lengths());
            before = replaced(before);
            held = over;
            over *= RISE;
            left = at(over, each);
        }
        for (int i = 0; i < HALVINGS && left != wanted; i++) {
            double middle = held > 0 ? Math.sqrt(held * over) : over / 10;
            restore(before);
            left = at(middle, each);
            if (left > wanted) {
                path.passed(middle, descent.lengths());
                before = replaced(before);
                held = middle;
            } else {
                over = middle;
            }
        }
        if (left == wanted) {
            path.passed(over, descent.lengths());
        }
        training.expect(passes);
    }

    /** Learns at that lambda; gives how many channels remain. */
    private int at(double lambda, int epochs) {
        descent.penalise(lambda);
        learn(epochs);
        return path.left(descent.lengths());
    }

    private void learn(int epochs) {
        for (int i = 0; i < epochs; i++) {
            double loss = training.epochs().run(this::forward, both, settings::learningRate);
            passes++;
            training.searched(loss, this::forward);
        }
    }

    private NDArray forward(NDArray rows) {
        NDArray centred = rows.sub(centre);
        return net.forward(centred).add(centred.matMul(skip));
    }

    private List<NDArray> parameters() {
        List<NDArray> all = new ArrayList<>(net.parameters());
        all.add(skip);
        return all;
    }

    private List<NDArray> copies() {
        return parameters().stream()
                .map(array -> array.stopGradient().duplicate())
                .toList();
    }

    private List<NDArray> replaced(List<NDArray> old) {
        old.forEach(NDArray::close);
        return copies();
    }

    private void restore(List<NDArray> saved) {
        List<NDArray> parameters = parameters();
        for (int i = 0; i < saved.size(); i++) {
            DecoderNetwork.overwrite(parameters.get(i), saved.get(i));
        }
    }
}
