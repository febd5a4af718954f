package io.sensieve.trainer.learn.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.InputMoments;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.ChannelDecoder;
import io.sensieve.trainer.learn.decoder.DecoderTraining;
import io.sensieve.trainer.learn.decoder.EngineValidation;
import io.sensieve.trainer.learn.decoder.MiniBatchEpochs;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a {@link ChannelSearch} works with: the rows on the engine, the candidate channels, the settings, the training
 * of a decoder, and the progress report.
 */
public final class TrainingSession {
    private final Torch.Session session;
    private final TrainingData data;
    private final ChannelStatistics statistics;
    private final Candidates candidates;
    private final TrainSettings settings;
    private final TrainingListener listener;
    private final ScaledRows rows;
    private final MiniBatchEpochs epochs;
    private final EngineValidation validation;
    private final DecoderTraining decoders;
    private final List<TrainingProgress> curve = new ArrayList<>();
    private int expectedEpochs;

    TrainingSession(
            Torch.Session session,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings,
            TrainingListener listener) {
        this.session = session;
        this.data = data;
        this.statistics = statistics;
        this.candidates = candidates;
        this.settings = settings;
        this.listener = listener;
        this.rows = ScaledRows.train(session.manager(), data, statistics, settings.task());
        this.epochs = new MiniBatchEpochs(session, rows, settings, listener);
        ScaledRows heldOut = ScaledRows.validation(session.manager(), data, statistics, settings.task());
        this.validation = new EngineValidation(heldOut);
        this.decoders = new DecoderTraining(
                session,
                rows,
                heldOut,
                channels -> InputMoments.of(data, statistics, channels).missingInputs(),
                validation,
                settings,
                listener);
        this.expectedEpochs = settings.decoder().epochs();
    }

    /** Manager of all arrays of the training. */
    public NDManager manager() {
        return session.manager();
    }

    public TrainingData data() {
        return data;
    }

    public ChannelStatistics statistics() {
        return statistics;
    }

    public Candidates candidates() {
        return candidates;
    }

    public TrainSettings settings() {
        return settings;
    }

    /** The train rows on the engine. */
    public ScaledRows rows() {
        return rows;
    }

    /** Epochs over the train rows. */
    public MiniBatchEpochs epochs() {
        return epochs;
    }

    /** Evaluates networks on the validation rows. */
    public EngineValidation validation() {
        return validation;
    }

    /** Number of channels of the layout, D. */
    public int channelCount() {
        return data.channelCount();
    }

    /** Number of outputs of every network: D, or the number of classes. */
    public int outputs() {
        return data.labelsFor(settings.task()).map(TrainingData.Labels::classes).orElse(channelCount());
    }

    /** Name of the device, for example {@code cpu} or {@code gpu0}. */
    String device() {
        return session.device();
    }

    /** Announces how many epochs the search takes before the decoder is trained, for the progress report. */
    public void expectSearchEpochs(int searchEpochs) {
        expectedEpochs = searchEpochs + settings.decoder().epochs();
    }

    /**
     * Reports an epoch of a search that {@link #trainDecoder} follows.
     *
     * @param loss mean train loss of the epoch
     * @param forward the network without noise: rows x D in, rows x outputs out
     */
    public void reportSearchEpoch(double loss, UnaryOperator<NDArray> forward) {
        reportEpoch(
                settings.concrete().endTemperature(),
                loss,
                validation.measure(forward).error(),
                100);
    }

    /**
     * Reports an epoch.
     *
     * @param temperature T in equation 1
     * @param loss mean train loss of the epoch
     * @param validationError as {@link TrainingProgress#validationError}
     * @param uniquePercentage equation 4
     */
    public void reportEpoch(double temperature, double loss, double validationError, double uniquePercentage) {
        TrainingProgress progress = new TrainingProgress(
                curve.size() + 1, expectedEpochs, temperature, loss, validationError, uniquePercentage);
        curve.add(progress);
        listener.onEpoch(progress);
    }

    /** Offers the best decoder so far to the listener. */
    public void offerModel(Supplier<ChannelDecoder> best) {
        listener.onModel(() -> best.get().model(data, statistics, settings.task()));
    }

    /** Selects without a search, where {@link Candidates#isForced} leaves no choice, and trains a decoder. */
    public SearchResult selectForced() {
        int[] selected = candidates.open() == 0 ? new int[0] : candidates.allowedIndices();
        return trainDecoder(selected, ChannelScores.certain(channelCount()));
    }

    /**
     * Trains a new decoder: for {@code train.decoder.epochs} or, where that is 0, for half of {@code train.epochs}.
     *
     * @param selected distinct channels, the required ones not among them
     */
    public SearchResult trainDecoder(int[] selected, ChannelScores scores) {
        int passes = settings.decoder().epochs() == 0
                ? Math.max(1, settings.search().epochs() / 2)
                : settings.decoder().epochs();
        expectedEpochs = curve.size() + passes;
        ChannelDecoder decoder = decoders.trainNew(
                candidates.withRequired(selected), outputs(), passes, outcome -> reportDecoder(outcome, 100));
        return new SearchResult(decoder, scores, 100, curve);
    }

    /**
     * Trains a decoder further, from given weights.
     *
     * @param passes epochs; with 0 the decoder stays as it is
     * @param uniquePercentage equation 4 for the epoch that the weights come from
     */
    public SearchResult fineTuneDecoder(
            ChannelDecoder start, int passes, ChannelScores scores, double uniquePercentage) {
        expectedEpochs = curve.size() + passes;
        ChannelDecoder decoder = decoders.fineTune(start, passes, outcome -> reportDecoder(outcome, uniquePercentage));
        return new SearchResult(decoder, scores, uniquePercentage, curve);
    }

    private void reportDecoder(DecoderTraining.Outcome outcome, double uniquePercentage) {
        reportEpoch(settings.concrete().endTemperature(), outcome.loss(), outcome.validationError(), uniquePercentage);
        offerModel(outcome.best());
    }
}
