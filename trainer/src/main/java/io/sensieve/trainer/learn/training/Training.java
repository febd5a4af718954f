package io.sensieve.trainer.learn.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.sensieve.model.DecoderWeights;
import io.sensieve.trainer.learn.concrete.ConcreteLayer;
import io.sensieve.trainer.learn.concrete.ConcreteSampling;
import io.sensieve.trainer.learn.concrete.JensenShannonDivergence;
import io.sensieve.trainer.learn.concrete.Logits;
import io.sensieve.trainer.learn.concrete.TemperatureSchedule;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.decoder.DecoderTraining;
import io.sensieve.trainer.learn.decoder.EngineValidation;
import io.sensieve.trainer.learn.decoder.HardDecoder;
import io.sensieve.trainer.learn.decoder.MiniBatchEpochs;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One training on the engine: a search for channels with their decoder, or a decoder for channels that are given. */
public final class Training {
    private static final int WARM = 5;

    private final Torch.Session session;
    private final ChannelStatistics statistics;
    private final Candidates candidates;
    private final TrainSettings settings;
    private final TrainingListener listener;
    private final int channels;
    private final int outputs;
    private final ScaledRows train;
    private final MiniBatchEpochs epochs;
    private final EngineValidation validation;
    private final DecoderTraining decoders;
    private final List<TrainingProgress> curve = new ArrayList<>();
    private int expected;

    /**
     * What came of it.
     *
     * @param decoder best weights, its inputs in any order
     * @param uniquePercentage of the kept epoch, before repeated channels were replaced
     */
    public record Found(
            HardDecoder decoder, ChannelScores scores, double uniquePercentage, List<TrainingProgress> curve) {}

    private record Snapshot(Logits logits, int[] selected, DecoderWeights decoder) {}

    Training(
            Torch.Session session,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings,
            TrainingListener listener) {
        this.session = session;
        this.statistics = statistics;
        this.candidates = candidates;
        this.settings = settings;
        this.listener = listener;
        this.channels = data.channelCount();
        this.outputs = data.labelsFor(settings.task())
                .map(TrainingData.Labels::classes)
                .orElse(channels);
        this.train = ScaledRows.train(session.manager(), data, statistics, settings.task());
        this.epochs = new MiniBatchEpochs(session, train, settings, listener);
        ScaledRows heldOut = ScaledRows.validation(session.manager(), data, statistics, settings.task());
        this.validation = new EngineValidation(heldOut);
        this.decoders = new DecoderTraining(session, train, heldOut, validation, settings, listener);
        this.expected = settings.finishEpochs();
    }

    public Torch.Session session() {
        return session;
    }

    /** The train rows on the engine. */
    public ScaledRows rows() {
        return train;
    }

    /** Passes over the train rows. */
    public MiniBatchEpochs epochs() {
        return epochs;
    }

    /** Outputs of every network that is learnt. */
    public int outputs() {
        return outputs;
    }

    /** Says how many epochs a search takes before its decoder is trained. */
    public void expect(int searchEpochs) {
        expected = searchEpochs + settings.finishEpochs();
    }

    /**
     * Reports the next epoch of a search that {@link #decodeOnly} follows.
     *
     * @param forward what the network makes of rows when nothing is drawn at random
     */
    public void searched(double loss, UnaryOperator<NDArray> forward) {
        report(settings.endTemperature(), loss, validation.measure(forward).error(), 100);
    }

    /** Searches with a concrete layer (section 2 of the paper), then finishes the decoder on distinct channels. */
    public Found search() {
        if (candidates.forced()) {
            int[] chosen = candidates.open() == 0 ? new int[0] : candidates.allowedIndices();
            return decodeOnly(chosen, ChannelScores.sure(channels));
        }
        expect(settings.epochs());
        ConcreteLayer layer = new ConcreteLayer(session.manager(), candidates.open(), candidates.allowed(), settings);
        DecoderNetwork decoder =
                DecoderNetwork.random(session.manager(), settings.k(), settings.hidden(), settings.norm(), outputs);
        Snapshot best = learn(layer, decoder);
        int[] chosen = best.logits().distinct(candidates.allowed());
        HardDecoder start = HardDecoder.distinct(withRequired(best.selected()), withRequired(chosen), best.decoder());
        double unique = Logits.uniquePercentage(withRequired(best.selected()));
        HardDecoder finished = decoders.finish(start, settings.finishEpochs(), outcome -> report(outcome, unique));
        return new Found(
                finished, ChannelScores.of(best.logits(), chosen, candidates.required()), unique, List.copyOf(curve));
    }

    /**
     * Learns only the decoder: for the epochs of a finish or, where the settings want none, half of those of a search.
     *
     * @param chosen distinct channels, the required ones not among them
     */
    public Found decodeOnly(int[] chosen, ChannelScores scores) {
        int passes = settings.finishEpochs() == 0 ? Math.max(1, settings.epochs() / 2) : settings.finishEpochs();
        expected = curve.size() + passes;
        HardDecoder decoder = decoders.fresh(withRequired(chosen), outputs, passes, outcome -> report(outcome, 100));
        return new Found(decoder, scores, 100, List.copyOf(curve));
    }

    /** Goes on with a decoder that nearly fits, for a fifth of the epochs of a finish. */
    public Found improve(HardDecoder start, ChannelScores scores) {
        expected = Math.max(1, settings.finishEpochs() / WARM);
        HardDecoder decoder = decoders.finish(start, expected, outcome -> report(outcome, 100));
        return new Found(decoder, scores, 100, List.copyOf(curve));
    }

    private Snapshot learn(ConcreteLayer layer, DecoderNetwork decoder) {
        List<NDArray> parameters = new ArrayList<>(layer.parameters());
        parameters.addAll(decoder.parameters());
        Adam adam = new Adam(session.manager(), parameters);
        NDArray required = HardDecoder.picker(session.manager(), candidates.required(), channels);
        ConcreteSampling sampling = ConcreteSampling.of(
                session.manager(), settings, candidates.open(), channels, settings.batchSizeFor(train.count()));
        TemperatureSchedule schedule =
                new TemperatureSchedule(settings.startTemperature(), settings.endTemperature(), settings.epochs());
        Snapshot best = snapshot(layer, decoder);
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            sampling.begin(schedule.at(epoch));
            double loss = epochs.run(batch -> step(batch, layer, sampling, decoder, required, adam));
            int[] selected = withRequired(logits(layer).argMax());
            EngineValidation.Result result = validation.measure(
                    rows -> decoder.outputs(rows.matMul(HardDecoder.picker(session.manager(), selected, channels))));
            if (result.loss() < bestLoss) {
                bestLoss = result.loss();
                best = snapshot(layer, decoder);
            }
            Snapshot kept = best;
            report(schedule.at(epoch), loss, result.error(), Logits.uniquePercentage(selected));
            offer(() -> HardDecoder.distinct(
                    withRequired(kept.selected()),
                    withRequired(kept.logits().distinct(candidates.allowed())),
                    kept.decoder()));
        }
        return best;
    }

    private NDArray step(
            ScaledRows batch,
            ConcreteLayer layer,
            ConcreteSampling sampling,
            DecoderNetwork decoder,
            NDArray required,
            Adam adam) {
        NDArray logits = layer.logits();
        NDArray selected = sampling.select(logits, batch.values());
        DecoderNetwork.Tape tape = decoder.forward(withRequired(selected, batch.values(), required), Dropout.NONE);
        ScaledRows.Gradient gradient = batch.gradient(tape.outputs());
        DecoderNetwork.Gradients gradients = decoder.backward(tape, gradient.byOutputs());
        NDArray byLogits = sampling.backward(
                candidates.required().length == 0
                        ? gradients.inputs()
                        : gradients.inputs().get(":, :" + candidates.open()));
        NDArray loss = gradient.loss();
        if (settings.gjsd() > 0) {
            JensenShannonDivergence divergence = JensenShannonDivergence.of(logits);
            loss = loss.sub(divergence.value().mul(settings.gjsd()));
            byLogits.subi(divergence.byLogits().mul(settings.gjsd()));
        }
        List<NDArray> all = new ArrayList<>(layer.backward(byLogits));
        all.addAll(gradients.parameters());
        adam.step(settings.learningRate(), all);
        return loss;
    }

    private void report(DecoderTraining.Outcome outcome, double unique) {
        report(settings.endTemperature(), outcome.loss(), outcome.validationError(), unique);
        offer(outcome.best());
    }

    private void report(double temperature, double loss, double validationError, double unique) {
        TrainingProgress progress =
                new TrainingProgress(curve.size() + 1, expected, temperature, loss, validationError, unique);
        curve.add(progress);
        listener.onEpoch(progress);
    }

    private void offer(Supplier<HardDecoder> best) {
        listener.onModel(() -> best.get().model(statistics, settings.task()));
    }

    private Snapshot snapshot(ConcreteLayer layer, DecoderNetwork decoder) {
        Logits logits = logits(layer);
        return new Snapshot(logits, logits.argMax(), decoder.weights());
    }

    private Logits logits(ConcreteLayer layer) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return new Logits(candidates.open(), channels, layer.logits().toFloatArray());
        }
    }

    /** The decoder's inputs: what the rows selected, then the required channels. */
    private NDArray withRequired(NDArray selected, NDArray batch, NDArray required) {
        return candidates.required().length == 0
                ? selected
                : NDArrays.concat(new NDList(selected, batch.matMul(required)), 1);
    }

    private int[] withRequired(int[] selected) {
        return IntStream.concat(IntStream.of(selected), IntStream.of(candidates.required()))
                .toArray();
    }
}
