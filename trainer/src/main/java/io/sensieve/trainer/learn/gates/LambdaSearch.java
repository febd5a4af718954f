package io.sensieve.trainer.learn.gates;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.decoder.ReluNetwork;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Optimizer;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Searches for the lambda of stochastic gates as the paper does (section 4.4): gates and network are trained by the
 * same Adam with one lambda for half of the epochs, and a closed gate passes 0. Further trainings with other lambdas
 * follow until K gates, to a fiftieth, are open at the end. If none ends so, the largest gates of the nearest training
 * count.
 */
final class LambdaSearch {
    private static final int TRAININGS = 8;
    /** One gate more or less in this many is accepted. */
    private static final int NEAR = 50;
    /** Start of the search; the lambdas found for sets of 77 to 617 channels lie around it. */
    private static final double OF_CROSS_ENTROPY = 4;

    private static final double OF_SQUARES = 0.1;
    /** Ratio of successive lambdas while one side of the interval is unknown. */
    private static final double FACTOR = 4;
    /** Smallest distance of the next lambda from either end of the interval, as a share of it. */
    private static final double MARGIN = 0.1;

    private static final float SPREAD = 0.01f;
    private static final double DENSITY = 1 / (Math.sqrt(2 * Math.PI) * Gates.SIGMA);

    private final TrainingSession training;
    private final TrainSettings settings;
    private final Candidates candidates;
    private final NDManager manager;
    private final int channels;
    private final int passes;
    private final GateMask mask;

    /** A training with one lambda. */
    private record Tried(double lambda, float[] mu, int open) {
        /** Lambda that leaves {@code wanted} gates open, by a power law through this training and {@code other}. */
        double between(Tried other, int wanted) {
            double share = (logOpen() - Math.log(wanted + 0.5)) / (logOpen() - other.logOpen());
            double within = Math.max(MARGIN, Math.min(1 - MARGIN, share));
            return lambda * Math.pow(other.lambda / lambda, within);
        }

        private double logOpen() {
            return Math.log(open + 0.5);
        }
    }

    LambdaSearch(TrainingSession training) {
        this.training = training;
        this.settings = training.settings();
        this.candidates = training.candidates();
        this.manager = training.manager();
        this.channels = training.channelCount();
        this.passes = (settings.search().epochs() + 1) / 2;
        this.mask = GateMask.of(manager, candidates, channels);
    }

    /** Searches for lambda, then trains a decoder. */
    SearchResult search() {
        training.expectSearchEpochs(TRAININGS * passes);
        int wanted = candidates.open();
        Optional<Tried> tooMany = Optional.empty();
        Optional<Tried> tooFew = Optional.empty();
        double lambda = settings.task() == Task.CLASSIFICATION ? OF_CROSS_ENTROPY : OF_SQUARES;
        Tried last = train(lambda);
        Tried nearest = last;
        for (int i = 1; i < TRAININGS && Math.abs(last.open() - wanted) > wanted / NEAR; i++) {
            if (last.open() > wanted) {
                tooMany = Optional.of(last);
            } else {
                tooFew = Optional.of(last);
            }
            if (tooFew.isEmpty()) {
                lambda *= FACTOR;
            } else if (tooMany.isEmpty()) {
                lambda /= FACTOR;
            } else {
                lambda = tooMany.get().between(tooFew.get(), wanted);
            }
            last = train(lambda);
            if (Math.abs(last.open() - wanted) < Math.abs(nearest.open() - wanted)) {
                nearest = last;
            }
        }
        return training.trainDecoder(Gates.largest(nearest.mu(), candidates), Gates.scores(nearest.mu(), candidates));
    }

    private Tried train(double lambda) {
        try (NDManager own = manager.newSubManager()) {
            ReluNetwork net = ReluNetwork.random(own, channels, training.outputs());
            NDArray mu =
                    Parameters.learnable(own.randomNormal(Gates.START, SPREAD, new Shape(channels), DataType.FLOAT32));
            List<NDArray> parameters = new ArrayList<>(net.parameters());
            parameters.add(mu);
            Adam adam = new Adam(own, parameters);
            UnaryOperator<NDArray> noisy = rows -> net.forward(rows.mul(mask.openWithNoise(mu)));
            UnaryOperator<NDArray> still = rows -> net.forward(rows.mul(mask.open(mu)));
            Optimizer both = rate -> {
                mu.getGradient().addi(penalty(mu.stopGradient(), lambda));
                adam.step(rate);
            };
            for (int pass = 0; pass < passes; pass++) {
                double loss = training.epochs().run(noisy, both, settings.search()::learningRate);
                training.reportSearchEpoch(loss, still);
            }
            float[] positions = mu.toFloatArray();
            int open = (int) IntStream.of(candidates.allowedIndices())
                    .filter(c -> positions[c] > 0)
                    .count();
            return new Tried(lambda, positions, open);
        }
    }

    /** Gradient of lambda times the mean probability of an open gate. */
    private NDArray penalty(NDArray mu, double lambda) {
        return mu.div(Gates.SIGMA).square().mul(-0.5f).exp().mul((float) (lambda * DENSITY / channels));
    }
}
