package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.MissingInputs;
import io.sensieve.trainer.learn.algebra.RidgeRegression;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Trains a decoder on selected channels, with a learning rate that falls to 0 along a half cosine. A skip map starts at
 * the ridge solution for the residuals of the layers. The weights with the lowest validation loss are kept; the initial
 * weights count, too.
 */
public final class DecoderTraining {
    private final Torch.Session session;
    private final NDManager manager;
    private final ScaledRows train;
    private final ScaledRows heldOut;
    private final Function<int[], MissingInputs> estimates;
    private final EngineValidation validation;
    private final TrainSettings settings;
    private final TrainingListener cancel;

    /**
     * Result of an epoch.
     *
     * @param epoch counted from 1
     * @param best the best decoder so far; call it while the listener is called
     */
    public record Outcome(int epoch, double loss, double validationError, Supplier<ChannelDecoder> best) {}

    /**
     * Creates a training on these rows.
     *
     * @param estimates gives the estimate of missing values of some channels
     */
    public DecoderTraining(
            Torch.Session session,
            ScaledRows train,
            ScaledRows heldOut,
            Function<int[], MissingInputs> estimates,
            EngineValidation validation,
            TrainSettings settings,
            TrainingListener cancel) {
        this.session = session;
        this.manager = session.manager();
        this.train = train;
        this.heldOut = heldOut;
        this.estimates = estimates;
        this.validation = validation;
        this.settings = settings;
        this.cancel = cancel;
    }

    /** Trains from given weights; returns {@code start} where {@code passes} is 0. */
    public ChannelDecoder fineTune(ChannelDecoder start, int passes, Consumer<Outcome> listener) {
        if (passes == 0) {
            return start;
        }
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            StandardisedInputs inputs =
                    StandardisedInputs.of(train.picked(manager, start.channels(), estimates), start.channels());
            return learn(inputs, inputs.fromScaled(start.weights()), passes, listener);
        }
    }

    /** Trains a new decoder for these channels. */
    public ChannelDecoder trainNew(int[] channels, int outputs, int passes, Consumer<Outcome> listener) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            StandardisedInputs inputs = settings.decoder().epochs() == 0
                    ? StandardisedInputs.unchanged(channels)
                    : StandardisedInputs.of(train.picked(manager, channels, estimates), channels);
            DecoderWeights start = DecoderNetwork.random(
                            manager,
                            channels.length,
                            settings.decoder().hidden(),
                            settings.decoder().norm(),
                            outputs)
                    .weights();
            return learn(inputs, settings.decoder().skip() ? withZeroOutputs(start) : start, passes, listener);
        }
    }

    private ChannelDecoder learn(
            StandardisedInputs inputs, DecoderWeights start, int passes, Consumer<Outcome> listener) {
        ScaledRows rows = train.withInputs(standardised(inputs, train));
        ScaledRows held = heldOut.withInputs(standardised(inputs, heldOut));
        EngineValidation check = validation.with(held);
        DecoderNetwork net =
                DecoderNetwork.of(manager, settings.decoder().skip() ? withSkip(start, rows, held) : start);
        Adam adam = new Adam(manager, net.parameters());
        Dropout dropout = Dropout.share(manager, settings.decoder().dropout());
        MiniBatchEpochs epochs = new MiniBatchEpochs(session, rows, settings, cancel);
        DecoderWeights best = net.weights();
        double bestLoss = check.measure(net::outputs).loss();
        int all = passes * epochs.steps();
        int[] step = {0};
        for (int pass = 1; pass <= passes; pass++) {
            double loss = epochs.run(batch -> {
                DecoderNetwork.Tape tape = net.forward(batch.inputs(), dropout);
                ScaledRows.Gradient gradient = batch.gradient(tape.outputs());
                adam.step(
                        rate((double) step[0]++ / all),
                        net.backward(tape, gradient.byOutputs()).parameters());
                return gradient.loss();
            });
            EngineValidation.Result result = check.measure(net::outputs);
            if (result.loss() < bestLoss) {
                bestLoss = result.loss();
                best = net.weights();
            }
            DecoderWeights kept = best;
            listener.accept(new Outcome(
                    pass, loss, result.error(), () -> new ChannelDecoder(inputs.channels(), inputs.toScaled(kept))));
        }
        return new ChannelDecoder(inputs.channels(), inputs.toScaled(best));
    }

    private NDArray standardised(StandardisedInputs inputs, ScaledRows rows) {
        return inputs.inputs(manager, rows.picked(manager, inputs.channels(), estimates));
    }

    /** A half cosine down to 0 or, without decoder epochs, the learning rate of the search. */
    private double rate(double done) {
        return settings.decoder().epochs() == 0
                ? settings.search().learningRate()
                : settings.decoder().learningRate() * (1 + Math.cos(Math.PI * done)) / 2;
    }

    /** The same layers, with weights and biases of 0 in the last one. */
    private static DecoderWeights withZeroOutputs(DecoderWeights weights) {
        List<Linear> layers = new ArrayList<>(weights.layers());
        int lastIndex = layers.size() - 1;
        Linear last = layers.get(lastIndex);
        layers.set(
                lastIndex,
                new Linear(last.inputs(), last.outputs(), new float[last.weight().length], new float[last.outputs()]));
        return new DecoderWeights(layers, weights.norms());
    }

    /** Adds the ridge solution for the residuals; for classes, a map of zeros. */
    private DecoderWeights withSkip(DecoderWeights weights, ScaledRows rows, ScaledRows held) {
        int size = weights.inputs() * weights.outputs();
        float[] skip = weights.hasSkip() ? weights.skip().clone() : new float[size];
        float[] bias = weights.layers().get(weights.layers().size() - 1).bias().clone();
        if (rows.classes().isEmpty()) {
            DecoderNetwork net = DecoderNetwork.of(manager, weights);
            RidgeRegression.Fit fit = RidgeRegression.fit(manager, residuals(rows, net), residuals(held, net));
            add(fit.bias(), bias);
            add(fit.weight(), skip);
        }
        return withMap(weights, skip, bias);
    }

    private static RidgeRegression.Rows residuals(ScaledRows rows, DecoderNetwork net) {
        return new RidgeRegression.Rows(rows.inputs(), rows.values().sub(net.outputs(rows.inputs())), rows.measured());
    }

    /** Adds a linear map: as skip map, or to the weights of a decoder without hidden layers. */
    private static DecoderWeights withMap(DecoderWeights weights, float[] skip, float[] bias) {
        List<Linear> layers = new ArrayList<>(weights.layers());
        int lastIndex = layers.size() - 1;
        Linear last = layers.get(lastIndex);
        float[] weight = last.weight().clone();
        if (lastIndex == 0) {
            add(skip, weight);
        }
        layers.set(lastIndex, new Linear(last.inputs(), last.outputs(), weight, bias));
        return new DecoderWeights(layers, weights.norms(), lastIndex == 0 ? new float[0] : skip);
    }

    private static void add(float[] terms, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i];
        }
    }
}
