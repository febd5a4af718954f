package io.sensieve.trainer.retrain;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.TrainingResult.Trained;
import java.util.List;
import java.util.Optional;

/**
 * Trains a challenger and compares it with the champion on the held-out rows, the newest of the window. The training
 * starts from the champion, unless an operator requested it. If the challenger exchanged channels and lost, a second
 * challenger with the champion's channels is trained.
 */
final class ChallengerTraining {
    /** A repair trains the decoder for this part of the epochs of a warm start. */
    private static final int REPAIR_EPOCHS_DIVISOR = 4;

    /** Method of a repair, whatever the method of retrains is; it starts from the champion. */
    private static final SelectionMethod REPAIR_METHOD = SelectionMethod.CSS;

    private final Selector selector;
    private final TrainSettings settings;
    private final ChallengerGate gate;
    private final TrainingListener listener;

    ChallengerTraining(Selector selector, TrainSettings settings, ChallengerGate gate, TrainingListener listener) {
        this.selector = selector;
        this.settings = settings;
        this.gate = gate;
        this.listener = listener;
    }

    /**
     * Runs the training.
     *
     * @throws IllegalArgumentException if the data or the settings do not allow a training
     */
    Trained run(TrainingJob job) {
        TrainingData data = new TrainingData(
                job.sample().train(), FaultyChannels.mask(job.sample().validation(), job.faulty()), job.channels());
        Optional<ModelFile> champion =
                job.champion().fetch(listener::cancelled).filter(model -> model.offset().length == data.channelCount());
        if (job.cause() == RetrainCause.SENSOR) {
            return repair(
                    data,
                    champion.orElseThrow(() -> new IllegalArgumentException(
                            "the active selection cannot be read back; request a retrain by an operator instead")));
        }
        if (champion.isEmpty()) {
            return new Trained(selector.select(data, settings, listener), Optional.empty());
        }
        ModelFile active = champion.get();
        if (job.cause() == RetrainCause.OPERATOR) {
            return compare(selector.select(data, settings, listener), active, data);
        }
        Trained exchanged =
                compare(selector.select(data.withChampion(active, gate.churn()), settings, listener), active, data);
        boolean lost = exchanged
                .comparison()
                .filter(comparison -> comparison.churn() > 0 && !gate.accepts(comparison))
                .isPresent();
        if (!lost || !selector.startsFromChampion()) {
            return exchanged;
        }
        Trained kept = compare(
                selector.select(data.withChampion(active, Double.POSITIVE_INFINITY), settings, listener), active, data);
        return kept.comparison().filter(gate::accepts).isPresent() ? kept : exchanged;
    }

    /**
     * Keeps the champion's channels, replaces each excluded one by the channel that explains the most variance beside
     * the others, and refits the champion's decoder.
     */
    private Trained repair(TrainingData data, ModelFile champion) {
        List<Integer> widths = champion.decoder().layers().stream()
                .limit(champion.decoder().layers().size() - 1L)
                .map(Linear::outputs)
                .toList();
        TrainSettings shortened = settings.withK(champion.channels().length)
                .withDecoder(d -> d.withHidden(widths)
                        .withEpochs(Math.max(1, settings.decoder().epochs() / REPAIR_EPOCHS_DIVISOR)));
        return compare(
                REPAIR_METHOD
                        .selector()
                        .select(data.withChampion(champion, Double.POSITIVE_INFINITY), shortened, listener),
                champion,
                data);
    }

    /** Compares the two; a champion with another K is not comparable. */
    private static Trained compare(TrainedSelection challenger, ModelFile champion, TrainingData data) {
        boolean comparable = champion.channels().length == challenger.model().channels().length;
        return new Trained(
                challenger,
                comparable
                        ? Optional.of(ChallengerComparison.of(champion, challenger.model(), data.validation()))
                        : Optional.empty());
    }
}
