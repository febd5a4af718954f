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
import io.sensieve.trainer.retrain.TrainingRunner.Result;
import java.util.List;
import java.util.Optional;

/**
 * A training as its thread does it: learns a challenger, from the champion where the cause is not an operator, and
 * scores both on the rows that are held out, the newest. Where the challenger's exchanges of channels do not pay, one
 * with the champion's channels is tried.
 */
final class ChallengerTraining {
    /** A repair trains the decoder for a quarter of the epochs of a warm start. */
    private static final int REPAIR = 4;

    /** Repairs are trained by this method, which starts from a champion, whatever method retrains use. */
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

    /** Runs it. */
    Result.Found run(TrainingJob job) {
        TrainingData data = new TrainingData(
                job.sample().train(), FaultyChannels.without(job.sample().validation(), job.faulty()), job.channels());
        Optional<ModelFile> champion =
                job.champion().fetch(listener::cancelled).filter(model -> model.offset().length == data.channelCount());
        if (job.cause() == RetrainCause.SENSOR) {
            return repair(
                    data,
                    champion.orElseThrow(() -> new IllegalArgumentException(
                            "the selection in force cannot be read back: ask for a retrain instead")));
        }
        if (champion.isEmpty()) {
            return new Result.Found(selector.select(data, settings, listener), Optional.empty());
        }
        ModelFile inForce = champion.get();
        if (job.cause() == RetrainCause.OPERATOR) {
            return scored(selector.select(data, settings, listener), inForce, data);
        }
        Result.Found first =
                scored(selector.select(data.withChampion(inForce, gate.churn()), settings, listener), inForce, data);
        boolean dear = first.comparison()
                .filter(comparison -> comparison.churn() > 0 && !gate.lets(comparison))
                .isPresent();
        if (!dear || !selector.startsFromChampion()) {
            return first;
        }
        Result.Found same = scored(
                selector.select(data.withChampion(inForce, Double.POSITIVE_INFINITY), settings, listener),
                inForce,
                data);
        return same.comparison().filter(gate::lets).isPresent() ? same : first;
    }

    /**
     * The champion's channels, but the excluded ones replaced by what tells most beside the others, and its decoder,
     * refitted.
     */
    private Result.Found repair(TrainingData data, ModelFile champion) {
        List<Integer> widths = champion.decoder().layers().stream()
                .limit(champion.decoder().layers().size() - 1L)
                .map(Linear::outputs)
                .toList();
        TrainSettings brief = settings.withK(champion.channels().length)
                .withDecoder(d -> d.withHidden(widths)
                        .withEpochs(Math.max(1, settings.decoder().epochs() / REPAIR)));
        return scored(
                REPAIR_METHOD.selector().select(data.withChampion(champion, Double.POSITIVE_INFINITY), brief, listener),
                champion,
                data);
    }

    /** A champion of another K was chosen for another purpose, and does not compare. */
    private static Result.Found scored(TrainedSelection challenger, ModelFile champion, TrainingData data) {
        boolean comparable = champion.channels().length == challenger.model().channels().length;
        return new Result.Found(
                challenger,
                comparable
                        ? Optional.of(ChallengerComparison.of(champion, challenger.model(), data.validation()))
                        : Optional.empty());
    }
}
