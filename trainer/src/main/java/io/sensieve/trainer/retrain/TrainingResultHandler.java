package io.sensieve.trainer.retrain;

import io.sensieve.OffsetRange;
import io.sensieve.Provenance;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.learn.SelectionBuilder;
import io.sensieve.trainer.learn.TrainingOrigin;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.publish.Republication;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionStore;
import io.sensieve.trainer.publish.SelectionVersion;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestAnswers;
import io.sensieve.trainer.request.RequestIntake;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.TrainingResult.Failed;
import io.sensieve.trainer.retrain.TrainingResult.Needless;
import io.sensieve.trainer.retrain.TrainingResult.Returned;
import io.sensieve.trainer.retrain.TrainingResult.Trained;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Handles a finished training: applies the gate, publishes the selection or only the outcome, answers the request and
 * updates the meters.
 */
public final class TrainingResultHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingResultHandler.class);

    /** Most new channels that an outcome names. */
    private static final int NAMED_CHANNELS = 10;

    /** Fewest rows that arrived during a training from which its need is judged. */
    private static final int LEAST_ROWS = 20;

    private final ChallengerGate gate;
    private final SelectionDirectory directory;
    private final SelectionStore store;
    private final RequestAnswers answers;
    private final TrainingOutcomes outcomes;
    private final ModelCache models;
    private final TrainerMeters meters;
    private final InstantSource clock;

    /**
     * Creates the handler of one active trainer.
     *
     * @param models keeps the models that the handler publishes
     */
    public TrainingResultHandler(
            ChallengerGate gate,
            SelectionDirectory directory,
            SelectionStore store,
            RequestAnswers answers,
            TrainingOutcomes outcomes,
            ModelCache models,
            TrainerMeters meters,
            InstantSource clock) {
        this.gate = gate;
        this.directory = directory;
        this.store = store;
        this.answers = answers;
        this.outcomes = outcomes;
        this.models = models;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Publishes the selection if the gate accepts it, and publishes the outcome in any case.
     *
     * @param newest rows of the layout that arrived last
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    public RetrainResult handle(FinishedTraining finished, List<WindowRow> newest) {
        if (finished.result() instanceof Trained trained) {
            return handle(finished, trained, newest);
        }
        if (finished.result() instanceof Returned returned) {
            return handle(finished, returned);
        }
        if (finished.result() instanceof Needless needless) {
            return decline(finished, needless.reason());
        }
        Exception cause = ((Failed) finished.result()).cause();
        LoggingEventBuilder event = LOG.atError()
                .addKeyValue("layout", finished.job().layout())
                .addKeyValue("cause", finished.job().cause().label())
                .addKeyValue("reason", cause.getMessage());
        // The message of a refusal of data or settings suffices; any other exception needs its stack trace.
        (cause instanceof IllegalArgumentException ? event : event.setCause(cause)).log("training failed");
        String reason = cause.getMessage();
        return endWithoutSelection(finished, RetrainResult.FAILED, reason == null ? cause.toString() : reason);
    }

    private RetrainResult handle(FinishedTraining finished, Trained trained, List<WindowRow> newest) {
        TrainingJob job = finished.job();
        meters.recordDevice(job.layout(), trained.selection().run().device());
        byte[] modelFile = trained.selection().model().toBytes();
        Selection selection = createSelection(finished, trained, modelFile);
        Optional<String> refusal = refusal(job, selection, modelFile)
                .or(() -> trained.comparison().flatMap(comparison -> loss(job, comparison)))
                .or(trained::objection)
                .or(() -> recovery(job, trained, newest));
        if (refusal.isPresent()) {
            return decline(finished, refusal.get());
        }
        RetrainResult result = job.cause() == RetrainCause.SENSOR ? RetrainResult.REPAIRED : RetrainResult.PUBLISHED;
        publish(
                finished,
                selection,
                Optional.of(modelFile),
                outcomes.create(finished, result, describe(selection), selection.getVersion()));
        models.put(selection, trained.selection().model());
        return result;
    }

    private RetrainResult handle(FinishedTraining finished, Returned returned) {
        TrainingJob job = finished.job();
        KeptVersion version = returned.version();
        Optional<String> refusal =
                refusal(job, version.selection(), version.model().toBytes());
        if (refusal.isPresent()) {
            return decline(finished, refusal.get());
        }
        Selection selection = Republication.create(
                directory, version.selection(), version.number(), RetrainCause.RECURRENCE.label(), clock.instant());
        String reason = "version " + version.number() + " is active again as version " + selection.getVersion()
                + " and replaces version " + job.championVersion() + ": " + returned.reason();
        publish(
                finished,
                selection,
                Optional.empty(),
                outcomes.create(finished, RetrainResult.ROLLED_BACK, reason, selection.getVersion()));
        return RetrainResult.ROLLED_BACK;
    }

    private RetrainResult decline(FinishedTraining finished, String reason) {
        LOG.atInfo()
                .addKeyValue("layout", finished.job().layout())
                .addKeyValue("cause", finished.job().cause().label())
                .addKeyValue("reason", reason)
                .log("selection is not published");
        return endWithoutSelection(finished, RetrainResult.DECLINED, reason);
    }

    private Optional<String> refusal(TrainingJob job, Selection selection, byte[] modelFile) {
        if (directory.activeNumber(job.layout()) != job.championVersion()) {
            return Optional.of(
                    "version " + directory.activeNumber(job.layout()) + " became active during the training");
        }
        if (!directory.admits(job.layout())) {
            return Optional.of("there are more layouts than layouts.max");
        }
        if (directory.isPinned(job.layout())) {
            return Optional.of(RequestIntake.PINNED);
        }
        return ChallengerGate.refusal(selection, modelFile, directory.layout(job.layout()));
    }

    private Optional<String> loss(TrainingJob job, ChallengerComparison comparison) {
        if (job.cause().requiresMargin()) {
            return gate.accepts(comparison) ? Optional.empty() : Optional.of(gate.describeLoss(comparison));
        }
        return job.cause() == RetrainCause.SENSOR && !(comparison.challengerError() < comparison.championError())
                ? Optional.of("without the values of the faulty channels, the active selection's error "
                        + comparison.championError() + " is not above the repair's " + comparison.challengerError())
                : Optional.empty();
    }

    /**
     * Returns why the training has become needless: the champion explains the rows that arrived during the training,
     * and better by a tenth than the challenger does. Empty if it does not.
     */
    private Optional<String> recovery(TrainingJob job, Trained trained, List<WindowRow> newest) {
        Instant end = job.sample().to();
        float[][] rows = FaultyChannels.mask(
                WindowSample.values(newest.stream()
                        .filter(row -> row.timestamp() > end.toEpochMilli())
                        .toList()),
                trained.channels().faulty());
        if (!job.cause().requiresMargin() || rows.length < LEAST_ROWS) {
            return Optional.empty();
        }
        return directory
                .active(job.layout())
                .flatMap(models::inMemory)
                .filter(champion -> OtherVersions.explains(champion, rows))
                .map(champion -> ChallengerComparison.of(
                        champion.model(), trained.selection().model(), rows))
                .filter(comparison ->
                        comparison.challengerError() > RegimeData.LARGEST_RATIO * comparison.championError())
                .map(comparison -> String.format(
                        Locale.ROOT,
                        "the active selection explains the %d newest records, which arrived during the training: its error"
                                + " is %.4e, that of the challenger %.4e",
                        rows.length,
                        comparison.championError(),
                        comparison.challengerError()));
    }

    private Selection createSelection(FinishedTraining finished, Trained trained, byte[] modelFile) {
        String layout = finished.job().layout();
        Selection selection = SelectionBuilder.build(
                layout,
                directory.nextNumber(layout),
                trained.selection(),
                modelFile,
                origin(finished.job(), trained.sample()));
        Optional<SelectionVersion> champion =
                directory.version(layout, finished.job().championVersion());
        return Selection.newBuilder(selection)
                .setProvenance(Provenance.newBuilder(selection.getProvenance())
                        .setChampionVersion(finished.job().championVersion())
                        .setChampionError(trained.comparison()
                                .map(ChallengerComparison::championError)
                                .orElse(null))
                        .setChurn(champion.map(version -> (int) selection.getChannels().stream()
                                        .filter(channel -> !version.selected().contains(channel.getIndex()))
                                        .count())
                                .orElse(0))
                        .setFaultyChannels(trained.channels().faulty())
                        .setChangedChannels(trained.channels().changed())
                        .build())
                .build();
    }

    private TrainingOrigin origin(TrainingJob job, WindowSample sample) {
        return new TrainingOrigin(
                job.cause().label(),
                clock.instant(),
                sample.from(),
                sample.to(),
                sample.offsets().entrySet().stream()
                        .map(entry -> new OffsetRange(
                                Topics.RECORDS.name(),
                                entry.getKey(),
                                entry.getValue().first(),
                                entry.getValue().last()))
                        .toList());
    }

    /** Describes, for people, how the selection differs from the champion. */
    private String describe(Selection selection) {
        Optional<SelectionVersion> champion = directory.version(
                selection.getLayout(), selection.getProvenance().getChampionVersion());
        if (champion.isEmpty()) {
            return "the first selection";
        }
        int churn = selection.getProvenance().getChurn();
        if (churn == 0) {
            return "the same channels, a new decoder";
        }
        String names = selection.getChannels().stream()
                .filter(channel -> !champion.get().selected().contains(channel.getIndex()))
                .map(SelectedChannel::getName)
                .limit(NAMED_CHANNELS)
                .collect(Collectors.joining(", "));
        return churn + (churn == 1 ? " channel is new: " : " channels are new: ") + names;
    }

    private void publish(
            FinishedTraining finished, Selection selection, Optional<byte[]> modelFile, RetrainOutcome outcome) {
        String layout = selection.getLayout();
        Optional<PendingRequest> request = finished.job().order().request();
        SelectionPointer pointer = store.publish(selection, modelFile, false, outcome, request.map(answers::commitOf));
        request.ifPresent(pending -> {
            answers.markAnswered(pending);
            meters.recordAnswer(layout, pending.request().getRequestedAt(), pointer.getPublishedAt());
        });
        meters.recordPublication(layout, pointer);
        meters.recordTraining(outcome, finished.duration());
        LOG.atInfo()
                .addKeyValue("layout", layout)
                .addKeyValue("selectionVersion", selection.getVersion())
                .addKeyValue("cause", finished.job().cause().label())
                .addKeyValue("validationError", selection.getValidation().getMean())
                .addKeyValue("predictMeanError", selection.getValidation().getPredictMean())
                .addKeyValue("championError", selection.getProvenance().getChampionError())
                .addKeyValue("churn", selection.getProvenance().getChurn())
                .addKeyValue("seconds", selection.getProvenance().getSeconds())
                .log("selection published");
    }

    private RetrainResult endWithoutSelection(FinishedTraining finished, RetrainResult result, String reason) {
        RetrainOutcome outcome = outcomes.create(finished, result, reason, 0);
        Optional<PendingRequest> request = finished.job().order().request();
        store.publishOutcome(outcome, request.map(answers::commitOf));
        request.ifPresent(answers::markAnswered);
        meters.recordTraining(outcome, finished.duration());
        return result;
    }
}
