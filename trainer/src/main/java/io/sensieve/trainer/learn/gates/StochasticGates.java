package io.sensieve.trainer.learn.gates;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.decoder.ReluNetwork;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.settings.LambdaSchedule;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Training;
import java.util.function.UnaryOperator;

/**
 * Stochastic gates (Yamada et al., "Feature Selection using Stochastic Gates", ICML 2020) that end with exactly K
 * channels: the expected number of open gates falls from all to K, {@link Gates} finds lambda for it, and the K gates
 * that are widest open in the end are taken. Noise is drawn once for a mini-batch, as the authors do. A shut gate
 * leaves the channel's train mean. {@link LambdaSearch} does as the paper does.
 */
public final class StochasticGates {
    private static final double FALLING = 0.8;
    private static final double GATE_RATE = 5;

    private final NDManager manager;
    private final Gates gates;
    private final ReluNetwork net;
    private final Adam adam;
    private final NDArray mu;
    private final NDArray centre;
    private final GateMask mask;
    private final double wanted;
    private final double all;
    private final int steps;
    private int step;

    private StochasticGates(
            Training training, ChannelStatistics statistics, Candidates candidates, int passes, int channels) {
        this.manager = training.session().manager();
        this.gates = new Gates(candidates.allowedIndices(), channels);
        this.net = ReluNetwork.random(manager, channels, training.outputs());
        this.adam = new Adam(manager, net.parameters());
        this.mu = DecoderNetwork.learnable(manager.create(gates.mu()));
        this.centre = manager.create(statistics.scaledMeans());
        this.mask = GateMask.of(manager, candidates, channels);
        this.wanted = candidates.open();
        this.all = gates.open();
        this.steps = passes * training.epochs().steps();
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
        if (settings.lambda() == LambdaSchedule.TRAINING) {
            return new LambdaSearch(training, settings, candidates, data.channelCount()).found();
        }
        int passes = (settings.epochs() + 1) / 2;
        StochasticGates search = new StochasticGates(training, statistics, candidates, passes, data.channelCount());
        training.expect(passes);
        UnaryOperator<NDArray> noisy = rows -> search.forward(rows, search.mask.openNoisily(search.mu));
        UnaryOperator<NDArray> still = rows -> search.forward(rows, search.mask.open(search.mu));
        for (int pass = 0; pass < passes; pass++) {
            double loss = training.epochs().run(noisy, search::learn, settings::learningRate);
            training.searched(loss, still);
        }
        float[] positions = search.gates.mu();
        return training.decodeOnly(Gates.widest(positions, candidates), Gates.scores(positions, candidates));
    }

    private NDArray forward(NDArray rows, NDArray gates) {
        return net.forward(rows.sub(centre).mul(gates));
    }

    private void learn(double rate) {
        step++;
        double progress = Math.min(1, step / (FALLING * steps));
        double target = Math.exp((1 - progress) * Math.log(all) + progress * Math.log(wanted));
        adam.step(rate);
        NDArray gradient = mu.getGradient();
        gates.descend(gradient.toFloatArray(), GATE_RATE * rate, target);
        gradient.muli(0);
        try (NDArray moved = manager.create(gates.mu())) {
            DecoderNetwork.overwrite(mu, moved);
        }
    }
}
