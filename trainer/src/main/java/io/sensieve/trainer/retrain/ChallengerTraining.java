package io.sensieve.trainer.retrain;

import io.sensieve.ChannelRole;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.TrainingResult.Trained;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains challengers and compares them with the champion and the other kept versions on the held-out rows, the newest
 * of the window. The training starts from the champion, unless an operator requested it. If a challenger exchanged
 * channels and lost, another with the champion's channels is trained. If after drift a kept version explains the newest
 * rows, nothing is trained.
 */
final class ChallengerTraining {
    /** A repair trains the decoder for this part of the epochs of a warm start. */
    private static final int REPAIR_EPOCHS_DIVISOR = 4;

    /** Method of a repair, whatever the method of retrains is; it starts from the champion. */
    private static final SelectionMethod REPAIR_METHOD = SelectionMethod.CSS;

    /** Highest ratio of the errors at which the more general of two challengers is preferred. */
    private static final double LARGEST_TIE_RATIO = 1.1;

    /** A follow-up with less than this many times the champion's rows must gain {@link #EARLY_FOLLOW_UP_MARGIN}. */
    private static final int FOLLOW_UP_GROWTH = 4;

    /** Each switch costs consumers something, so a small gain waits for more rows. */
    private static final double EARLY_FOLLOW_UP_MARGIN = 0.1;

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
    TrainingResult run(TrainingJob job) {
        List<KeptVersion> kept = job.kept().fetch(listener::cancelled).stream()
                .filter(version ->
                        version.model().offset().length == job.channels().size()
                                && !version.model().classifier())
                .toList();
        Optional<KeptVersion> champion = kept.stream()
                .filter(version -> version.number() == job.championVersion())
                .findFirst();
        if (champion.isEmpty() || !job.cause().requiresMargin()) {
            return train(job, champion);
        }
        KeptVersion active = champion.get();
        boolean drifted = job.cause() == RetrainCause.DRIFT;
        WindowSample sample = drifted ? RegimeStart.apply(active.model(), job.sample()) : job.sample();
        LoneChannels lone = drifted ? LoneChannels.afterDrift(job, sample) : LoneChannels.of(job, champion);
        Optional<String> needless = lone.objection(job, active);
        if (drifted && needless.isPresent()) {
            return new TrainingResult.Needless(needless.get());
        }
        TrainingJob trusted = job.withFaulty(lone.faulty());
        OtherVersions others = new OtherVersions(gate, comparable(kept, active, trusted));
        if (drifted) {
            Optional<TrainingResult.Returned> returned = others.explaining(active, newest(sample, trusted));
            if (returned.isPresent()) {
                return returned.get();
            }
        }
        RegimeData data = RegimeData.of(sample, trusted, active, lone);
        Trained challenger = challenger(data, active);
        if (job.cause() == RetrainCause.FOLLOW_UP) {
            challenger = judgeFollowUp(challenger, active);
        }
        float[][] heldOut = data.regime().validation();
        boolean comparableK = challenger.selection().model().channels().length
                == active.model().channels().length;
        return comparableK ? others.judge(challenger, active, heldOut) : challenger;
    }

    /** Adds an objection to a follow-up that has not many more rows than the champion and gains less than a tenth. */
    private Trained judgeFollowUp(Trained challenger, KeptVersion champion) {
        long before = champion.selection().getProvenance().getValidationRows();
        ChallengerGate early = new ChallengerGate(Math.max(gate.margin(), EARLY_FOLLOW_UP_MARGIN), gate.churn());
        if (challenger.sample().validation().length >= FOLLOW_UP_GROWTH * before) {
            return challenger;
        }
        return challenger
                .comparison()
                .filter(comparison -> !early.accepts(comparison))
                .map(comparison -> challenger.withObjection(early.describeLoss(comparison)))
                .orElse(challenger);
    }

    /** Trains a first selection, an operator's one or a repair; the gate compares it with the champion at most. */
    private Trained train(TrainingJob job, Optional<KeptVersion> active) {
        Optional<ModelFile> champion = active.map(KeptVersion::model);
        LoneChannels lone = LoneChannels.of(job, active);
        WindowSample sample = job.sample();
        TrainingData data = new TrainingData(
                sample.train(), FaultyChannels.mask(sample.validation(), job.faulty()), job.channels());
        if (job.cause() == RetrainCause.SENSOR) {
            return repair(
                    data,
                    champion.orElseThrow(() -> new IllegalArgumentException(
                            "the active selection cannot be read back; request a retrain by an operator instead")),
                    sample,
                    lone);
        }
        TrainedSelection selection = selector.select(data, settings, listener);
        return champion.map(model -> compare(selection, model, data, sample, lone))
                .orElseGet(() -> new Trained(selection, Optional.empty(), sample, Optional.empty(), lone));
    }

    /** Returns the versions other than the champion that select as many channels as it does and no excluded one. */
    private static List<KeptVersion> comparable(List<KeptVersion> kept, KeptVersion champion, TrainingJob job) {
        return kept.stream()
                .filter(version -> version.number() != champion.number())
                .filter(version ->
                        version.model().channels().length == champion.model().channels().length)
                .filter(version -> Arrays.stream(version.model().channels())
                        .noneMatch(channel -> job.channels().get(channel).getRole() == ChannelRole.EXCLUDED))
                .toList();
    }

    /** Returns the newer half of the regime's rows; kept versions were trained on none of them. */
    private static float[][] newest(WindowSample sample, TrainingJob job) {
        List<WindowRow> rows = sample.rows();
        return FaultyChannels.mask(WindowSample.values(rows.subList(rows.size() / 2, rows.size())), job.faulty());
    }

    /**
     * Trains a challenger on the regime's rows alone and one on the earlier rows too. The latter is more general, so it
     * is preferred unless its error on the regime's held-out rows is higher by a tenth.
     */
    private Trained challenger(RegimeData data, KeptVersion champion) {
        Trained alone = challenger(data.regime(), champion, data);
        if (data.withEarlier().isEmpty()) {
            return alone;
        }
        Trained general = challenger(data.withEarlier().get(), champion, data);
        ChallengerComparison comparison = ChallengerComparison.of(
                alone.selection().model(),
                general.selection().model(),
                data.regime().validation());
        boolean generalIsPreferred = comparison.challengerError() <= LARGEST_TIE_RATIO * comparison.championError();
        Trained preferred = generalIsPreferred ? general : alone;
        Trained other = generalIsPreferred ? alone : general;
        return !isAcceptable(preferred) && isAcceptable(other) ? other : preferred;
    }

    private boolean isAcceptable(Trained trained) {
        return trained.objection().isEmpty()
                && trained.comparison()
                        .filter(comparison -> !gate.accepts(comparison))
                        .isEmpty();
    }

    private Trained challenger(TrainingData data, KeptVersion champion, RegimeData regime) {
        boolean keepsChannels = selector.startsFromChampion() && regime.lone().keepsChannels(champion);
        if (keepsChannels) {
            // The linear refit adapts the changed channels; more epochs would fit their noise and harm the others.
            TrainSettings brief = settings.withDecoder(d -> d.withEpochs(1));
            return challenger(data, champion.model(), regime, Double.POSITIVE_INFINITY, brief);
        }
        Trained exchanged = challenger(data, champion.model(), regime, gate.churn());
        boolean lost = exchanged
                .comparison()
                .filter(comparison -> comparison.churn() > 0 && !gate.accepts(comparison))
                .isPresent();
        if (!lost || !selector.startsFromChampion()) {
            return exchanged;
        }
        Trained kept = challenger(data, champion.model(), regime, Double.POSITIVE_INFINITY);
        return isAcceptable(kept) ? kept : exchanged;
    }

    /** @param churn share of the error that an exchange of all channels must gain */
    private Trained challenger(TrainingData data, ModelFile active, RegimeData regime, double churn) {
        return challenger(data, active, regime, churn, settings);
    }

    private Trained challenger(
            TrainingData data, ModelFile active, RegimeData regime, double churn, TrainSettings used) {
        return compare(selector.select(data.withChampion(active, churn), used, listener), active, data, regime);
    }

    private static Trained compare(
            TrainedSelection challenger, ModelFile champion, TrainingData data, RegimeData regime) {
        Trained trained = compare(challenger, champion, data, regime.sample(), regime.lone());
        return new Trained(
                trained.selection(),
                trained.comparison(),
                trained.sample(),
                regime.objection(challenger.model()),
                trained.channels());
    }

    /**
     * Keeps the champion's channels, replaces each excluded one by the channel that explains the most variance beside
     * the others, and refits the champion's decoder.
     */
    private Trained repair(TrainingData data, ModelFile champion, WindowSample sample, LoneChannels lone) {
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
                data,
                sample,
                lone);
    }

    /** Compares the two; a champion with another K is not comparable. */
    private static Trained compare(
            TrainedSelection challenger,
            ModelFile champion,
            TrainingData data,
            WindowSample sample,
            LoneChannels lone) {
        boolean comparable = champion.channels().length == challenger.model().channels().length;
        return new Trained(
                challenger,
                comparable
                        ? Optional.of(ChallengerComparison.of(champion, challenger.model(), data.validation()))
                        : Optional.empty(),
                sample,
                Optional.empty(),
                lone);
    }
}
