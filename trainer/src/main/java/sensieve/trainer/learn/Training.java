package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sensieve.model.DecoderWeights;

/** One training on the engine: a search for channels with their decoder, or a decoder for channels that are given. */
final class Training {
    private final Torch.Session session;
    private final Candidates candidates;
    private final TrainSettings settings;
    private final TrainingListener listener;
    private final int channels;
    private final int outputs;
    private final Epochs epochs;
    private final Validation validation;
    private final List<TrainingProgress> curve = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param decoder best weights, its inputs in any order
     * @param uniquePercentage of the kept epoch, before repeated channels were replaced
     */
    record Found(HardDecoder decoder, Scores scores, double uniquePercentage, List<TrainingProgress> curve) {}

    private record Snapshot(Logits logits, int[] selected, DecoderWeights decoder) {}

    Training(
            Torch.Session session,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings,
            TrainingListener listener) {
        this.session = session;
        this.candidates = candidates;
        this.settings = settings;
        this.listener = listener;
        this.channels = data.channelCount();
        this.outputs = data.labelsFor(settings.task())
                .map(TrainingData.Labels::classes)
                .orElse(channels);
        this.epochs = new Epochs(
                session, ScaledRows.train(session.manager(), data, statistics, settings.task()), settings, listener);
        this.validation = new Validation(ScaledRows.validation(session.manager(), data, statistics, settings.task()));
    }

    /** Searches with a concrete layer (section 2 of the paper), then finishes the decoder on distinct channels. */
    Found search() {
        if (candidates.forced()) {
            int[] chosen = candidates.open() == 0 ? new int[0] : candidates.allowedIndices();
            return decodeOnly(chosen, Scores.sure(channels));
        }
        int rows = candidates.open();
        ConcreteLayer layer = new ConcreteLayer(session.manager(), rows, candidates.allowed(), settings);
        DecoderNet decoder = DecoderNet.random(session.manager(), settings.k(), settings.hidden(), outputs);
        Snapshot best = learn(layer, decoder);
        int[] chosen = best.logits().distinct(candidates.allowed());
        HardDecoder start = new HardDecoder(withRequired(chosen), best.decoder());
        double unique = Logits.uniquePercentage(withRequired(best.selected()));
        HardDecoder finished = finish(start, settings.finishEpochs(), settings.endTemperature(), unique);
        return new Found(finished, Scores.of(best.logits(), chosen, candidates.required()), unique, List.copyOf(curve));
    }

    /**
     * Learns only the decoder, for as many epochs as searching would have taken beside.
     *
     * @param chosen distinct channels, the required ones not among them
     */
    Found decodeOnly(int[] chosen, Scores scores) {
        DecoderNet decoder = DecoderNet.random(session.manager(), settings.k(), settings.hidden(), outputs);
        HardDecoder start = new HardDecoder(withRequired(chosen), decoder.weights());
        HardDecoder finished =
                finish(start, settings.epochs() + settings.finishEpochs(), settings.endTemperature(), 100);
        return new Found(finished, scores, 100, List.copyOf(curve));
    }

    private Snapshot learn(ConcreteLayer layer, DecoderNet decoder) {
        List<NDArray> parameters = new ArrayList<>(layer.parameters());
        parameters.addAll(decoder.parameters());
        Adam adam = new Adam(session.manager(), parameters);
        NDArray required = HardDecoder.picker(session.manager(), candidates.required(), channels);
        Temperature schedule =
                new Temperature(settings.startTemperature(), settings.endTemperature(), settings.epochs());
        Snapshot best = snapshot(layer, decoder);
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            double temperature = schedule.at(epoch);
            UnaryOperator<NDArray> soft = batch -> decoder.forward(withRequired(
                    layer.select(session.manager(), batch, temperature, settings.noise()), batch, required));
            double loss = epochs.run(soft, () -> diversity(layer), adam, settings::learningRate);
            int[] selected = withRequired(logits(layer).argMax());
            Validation.Result result = validation.measure(
                    rows -> decoder.forward(rows.matMul(HardDecoder.picker(session.manager(), selected, channels))));
            if (result.loss() < bestLoss) {
                bestLoss = result.loss();
                best = snapshot(layer, decoder);
            }
            report(epoch, temperature, loss, result.error(), Logits.uniquePercentage(selected));
        }
        return best;
    }

    /** What equation 11 takes off the loss. */
    private Optional<NDArray> diversity(ConcreteLayer layer) {
        return settings.gjsd() == 0
                ? Optional.empty()
                : Optional.of(
                        Divergence.generalisedJensenShannon(layer.logits()).mul(settings.gjsd()));
    }

    private HardDecoder finish(HardDecoder start, int passes, double temperature, double unique) {
        int before = curve.size();
        return new DecoderFinish(session, epochs, validation, settings.learningRate())
                .finish(
                        start,
                        channels,
                        passes,
                        outcome -> report(
                                before + outcome.epoch(),
                                temperature,
                                outcome.loss(),
                                outcome.validationError(),
                                unique));
    }

    private void report(int epoch, double temperature, double loss, double validationError, double unique) {
        TrainingProgress progress = new TrainingProgress(
                epoch, settings.epochs() + settings.finishEpochs(), temperature, loss, validationError, unique);
        curve.add(progress);
        listener.onEpoch(progress);
    }

    private Snapshot snapshot(ConcreteLayer layer, DecoderNet decoder) {
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
        return candidates.required().length == 0 ? selected : selected.concat(batch.matMul(required), 1);
    }

    private int[] withRequired(int[] selected) {
        return IntStream.concat(IntStream.of(selected), IntStream.of(candidates.required()))
                .toArray();
    }
}
