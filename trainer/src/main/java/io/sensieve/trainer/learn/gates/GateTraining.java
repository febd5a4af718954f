package io.sensieve.trainer.learn.gates;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.decoder.ReluNetwork;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.function.UnaryOperator;

/**
 * Trains gates and a network for half of {@code train.epochs}. The expected number of open gates falls from all to K;
 * {@link Gates} solves for the lambda of each step. The K channels with the largest gates at the end are selected.
 * Noise is drawn once for a mini-batch, as the authors do. A closed gate passes the channel's train mean.
 */
final class GateTraining {
    /** Share of the steps over which the expected number of open gates falls to K. */
    private static final double FALLING = 0.8;

    /** Learning rate of the gates as a multiple of the network's. */
    private static final double GATE_RATE = 5;

    private final TrainingSession training;
    private final NDManager manager;
    private final Candidates candidates;
    private final Gates gates;
    private final ReluNetwork net;
    private final Adam adam;
    private final NDArray mu;
    private final NDArray centre;
    private final GateMask mask;
    private final double initiallyOpen;
    private final int epochs;
    private final int steps;
    private int step;

    GateTraining(TrainingSession training) {
        int channels = training.channelCount();
        this.training = training;
        this.manager = training.manager();
        this.candidates = training.candidates();
        this.gates = new Gates(candidates.allowedIndices(), channels);
        this.net = ReluNetwork.random(manager, channels, training.outputs());
        this.adam = new Adam(manager, net.parameters());
        this.mu = Parameters.learnable(manager.create(gates.mu()));
        this.centre = manager.create(training.statistics().scaledMeans());
        this.mask = GateMask.of(manager, candidates, channels);
        this.initiallyOpen = gates.expectedOpen();
        this.epochs = (training.settings().search().epochs() + 1) / 2;
        this.steps = epochs * training.epochs().steps();
    }

    SearchResult search() {
        training.expectSearchEpochs(epochs);
        UnaryOperator<NDArray> noisy = rows -> forward(rows, mask.openWithNoise(mu));
        UnaryOperator<NDArray> noiseless = rows -> forward(rows, mask.open(mu));
        for (int epoch = 0; epoch < epochs; epoch++) {
            double loss =
                    training.epochs().run(noisy, this::step, training.settings().search()::learningRate);
            training.reportSearchEpoch(loss, noiseless);
        }
        float[] positions = gates.mu();
        return training.trainDecoder(Gates.largest(positions, candidates), Gates.scores(positions, candidates));
    }

    private NDArray forward(NDArray rows, NDArray open) {
        return net.forward(rows.sub(centre).mul(open));
    }

    private void step(double rate) {
        step++;
        double progress = Math.min(1, step / (FALLING * steps));
        double target = Math.exp((1 - progress) * Math.log(initiallyOpen) + progress * Math.log(candidates.open()));
        adam.step(rate);
        NDArray gradient = mu.getGradient();
        gates.step(gradient.toFloatArray(), GATE_RATE * rate, target);
        gradient.muli(0);
        try (NDArray moved = manager.create(gates.mu())) {
            Parameters.overwrite(mu, moved);
        }
    }
}
