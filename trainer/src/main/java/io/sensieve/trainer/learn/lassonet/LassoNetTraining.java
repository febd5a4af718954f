package io.sensieve.trainer.learn.lassonet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.decoder.ReluNetwork;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Optimizer;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the regularisation path of LassoNet. A network of one hidden layer beside a linear map is trained without a
 * penalty first. Then lambda rises by a constant factor, each time from the weights before, until at most K channels
 * remain, and the last interval is bisected. {@link LassoPath} ranks the channels. M is 10; a group is all skip weights
 * of a channel.
 */
final class LassoNetTraining {
    private static final double LEAST = 0.01;
    private static final double RISE = 1.25;
    private static final int RISES = 20;
    private static final int HALVINGS = 4;

    private final TrainingSession training;
    private final TrainSettings settings;
    private final NDArray centre;
    private final ReluNetwork net;
    private final NDArray skip;
    private final HierarchicalOptimizer descent;
    private final Optimizer both;
    private final LassoPath path;
    private int passes;

    LassoNetTraining(TrainingSession training) {
        NDManager manager = training.manager();
        int channels = training.channelCount();
        this.training = training;
        this.settings = training.settings();
        this.centre = manager.create(training.statistics().scaledMeans());
        this.net = ReluNetwork.random(manager, channels, training.outputs());
        this.skip = Parameters.learnable(manager.zeros(new Shape(channels, training.outputs())));
        this.descent = new HierarchicalOptimizer(manager, skip, net.first(), training.candidates());
        Adam adam = new Adam(manager, List.of(net.firstBias(), net.second(), net.secondBias()));
        this.both = rate -> {
            adam.step(rate);
            descent.step(rate);
        };
        this.path = new LassoPath(training.candidates(), channels);
    }

    SearchResult search() {
        followPath(training.candidates().open());
        return training.trainDecoder(path.last(), path.scores());
    }

    private void followPath(int wanted) {
        int dense = Math.max(1, settings.search().epochs() / 8);
        int each = Math.max(1, settings.search().epochs() / 100);
        training.expectSearchEpochs(dense + (RISES + HALVINGS) * each);
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
        training.expectSearchEpochs(passes);
    }

    /** Trains with a lambda; returns how many channels remain. */
    private int at(double lambda, int epochs) {
        descent.penalise(lambda);
        learn(epochs);
        return path.left(descent.lengths());
    }

    private void learn(int epochs) {
        for (int i = 0; i < epochs; i++) {
            double loss = training.epochs().run(this::forward, both, settings.search()::learningRate);
            passes++;
            training.reportSearchEpoch(loss, this::forward);
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
            Parameters.overwrite(parameters.get(i), saved.get(i));
        }
    }
}
