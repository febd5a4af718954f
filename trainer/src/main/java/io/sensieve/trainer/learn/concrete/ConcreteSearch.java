package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.sensieve.model.DecoderWeights;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.decoder.ChannelDecoder;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.decoder.EngineValidation;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches with a concrete layer and a decoder that are trained together while the temperature falls (section 2 of the
 * paper). The epoch with the lowest validation loss under arg-max selection is kept, its channels are made distinct,
 * and the decoder is fine-tuned on them.
 */
public final class ConcreteSearch implements ChannelSearch {
    private final boolean indirect;

    private ConcreteSearch(boolean indirect) {
        this.indirect = indirect;
    }

    /** IP-CAE: the logits are a map of an embedding (equation 6), by the {@link LogitTransform} of the settings. */
    public static ConcreteSearch indirect() {
        return new ConcreteSearch(true);
    }

    /** CAE: the logits are parameters themselves. */
    public static ConcreteSearch direct() {
        return new ConcreteSearch(false);
    }

    @Override
    public TrainSettings effectiveSettings(TrainSettings settings) {
        return indirect ? settings : settings.withConcrete(c -> c.withTransform(LogitTransform.NONE));
    }

    @Override
    public SearchResult search(TrainingSession training) {
        return training.candidates().isForced() ? training.selectForced() : new Run(training).search();
    }

    private record Snapshot(Logits logits, int[] selected, DecoderWeights decoder) {}

    private static final class Run {
        private final TrainingSession training;
        private final NDManager manager;
        private final Candidates candidates;
        private final TrainSettings settings;
        private final int channels;
        private final ConcreteLayer layer;
        private final DecoderNetwork decoder;
        private final Adam adam;
        private final NDArray requiredMatrix;
        private final ConcreteSampling sampling;

        Run(TrainingSession training) {
            this.training = training;
            this.manager = training.manager();
            this.candidates = training.candidates();
            this.settings = training.settings();
            this.channels = training.channelCount();
            this.layer = new ConcreteLayer(manager, candidates.open(), candidates.allowed(), settings);
            this.decoder = DecoderNetwork.random(
                    manager,
                    settings.k(),
                    settings.decoder().hidden(),
                    settings.decoder().norm(),
                    training.outputs());
            List<NDArray> parameters = new ArrayList<>(layer.parameters());
            parameters.addAll(decoder.parameters());
            this.adam = new Adam(manager, parameters);
            this.requiredMatrix = Parameters.selectionMatrix(manager, candidates.required(), channels);
            this.sampling = ConcreteSampling.of(
                    manager,
                    settings,
                    candidates.open(),
                    channels,
                    settings.search().batchSizeFor(training.rows().count()));
        }

        SearchResult search() {
            training.expectSearchEpochs(settings.search().epochs());
            Snapshot best = train();
            int[] distinct = best.logits().distinct(candidates.allowed());
            double unique = Logits.uniquePercentage(candidates.withRequired(best.selected()));
            return training.fineTuneDecoder(
                    distinctDecoder(best, distinct),
                    settings.decoder().epochs(),
                    best.logits().scores(distinct, candidates.required()),
                    unique);
        }

        private Snapshot train() {
            TemperatureSchedule schedule = new TemperatureSchedule(
                    settings.concrete().startTemperature(),
                    settings.concrete().endTemperature(),
                    settings.search().epochs());
            Snapshot best = snapshot();
            double bestLoss = Double.POSITIVE_INFINITY;
            for (int epoch = 1; epoch <= settings.search().epochs(); epoch++) {
                sampling.startEpoch(schedule.at(epoch));
                double loss = training.epochs().run(this::step);
                int[] selected = candidates.withRequired(logits().argMax());
                EngineValidation.Result result = training.validation()
                        .measure(rows ->
                                decoder.outputs(rows.matMul(Parameters.selectionMatrix(manager, selected, channels))));
                if (result.loss() < bestLoss) {
                    bestLoss = result.loss();
                    best = snapshot();
                }
                Snapshot kept = best;
                training.reportEpoch(schedule.at(epoch), loss, result.error(), Logits.uniquePercentage(selected));
                training.offerModel(() -> distinctDecoder(kept, kept.logits().distinct(candidates.allowed())));
            }
            return best;
        }

        private NDArray step(ScaledRows batch) {
            NDArray logits = layer.logits();
            NDArray selected = sampling.select(logits, batch.values());
            DecoderNetwork.Tape tape = decoder.forward(withRequired(selected, batch.values()), Dropout.NONE);
            ScaledRows.Gradient gradient = batch.gradient(tape.outputs());
            DecoderNetwork.Gradients gradients = decoder.backward(tape, gradient.byOutputs());
            NDArray byLogits = sampling.backward(
                    candidates.required().length == 0
                            ? gradients.inputs()
                            : gradients.inputs().get(":, :" + candidates.open()));
            NDArray loss = gradient.loss();
            if (settings.concrete().gjsd() > 0) {
                JensenShannonDivergence divergence = JensenShannonDivergence.of(logits);
                loss = loss.sub(divergence.value().mul(settings.concrete().gjsd()));
                byLogits.subi(divergence.byLogits().mul(settings.concrete().gjsd()));
            }
            List<NDArray> all = new ArrayList<>(layer.backward(byLogits));
            all.addAll(gradients.parameters());
            adam.step(settings.search().learningRate(), all);
            return loss;
        }

        private ChannelDecoder distinctDecoder(Snapshot snapshot, int[] distinct) {
            return ChannelDecoder.distinct(
                    candidates.withRequired(snapshot.selected()),
                    candidates.withRequired(distinct),
                    snapshot.decoder());
        }

        private Snapshot snapshot() {
            Logits logits = logits();
            return new Snapshot(logits, logits.argMax(), decoder.weights());
        }

        private Logits logits() {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return new Logits(candidates.open(), channels, layer.logits().toFloatArray());
            }
        }

        /** The decoder's inputs: the channels that the layer selects, then the required channels. */
        private NDArray withRequired(NDArray selected, NDArray batch) {
            return candidates.required().length == 0
                    ? selected
                    : NDArrays.concat(new NDList(selected, batch.matMul(requiredMatrix)), 1);
        }
    }
}
