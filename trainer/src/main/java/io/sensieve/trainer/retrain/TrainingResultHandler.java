package io.sensieve.trainer.retrain;

import io.sensieve.OffsetRange;
import io.sensieve.Provenance;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelFile;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.learn.SelectionBuilder;
import io.sensieve.trainer.learn.TrainingOrigin;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.Champion;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionDirectory.Version;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestIntake;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.request.RetrainOutcomes;
import io.sensieve.trainer.retrain.TrainingRunner.Finished;
import io.sensieve.trainer.retrain.TrainingRunner.Result;
import io.sensieve.trainer.window.WindowSample;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What follows a training: the gate, the publication, the answer to who asked, the count. */
public final class TrainingResultHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingResultHandler.class);

    private final int selectionsKept;
    private final ChallengerGate gate;
    private final SelectionDirectory directory;
    private final SelectionPublisher publisher;
    private final RequestIntake requests;
    private final RetrainOutcomes outcomes;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final ChampionReader reader;
    private final Map<String, Made> champions = new HashMap<>();

    /** What this trainer published last. */
    private record Made(int version, ModelFile model) {}

    public TrainingResultHandler(
            int selectionsKept,
            ChallengerGate gate,
            SelectionDirectory directory,
            SelectionPublisher publisher,
            RequestIntake requests,
            RetrainOutcomes outcomes,
            InstantSource clock,
            TrainerMeters meters,
            ChampionReader reader) {
        this.selectionsKept = selectionsKept;
        this.gate = gate;
        this.directory = directory;
        this.publisher = publisher;
        this.requests = requests;
        this.outcomes = outcomes;
        this.clock = clock;
        this.meters = meters;
        this.reader = reader;
    }

    /**
     * Publishes what may be published, and answers the request in any case.
     *
     * @throws org.apache.kafka.common.KafkaException if that could not be written; nothing of it is visible then
     */
    public RetrainResult conclude(Finished finished) {
        if (finished.result() instanceof Result.Found found) {
            return conclude(finished, found);
        }
        Throwable cause = ((Result.Failed) finished.result()).cause();
        LoggingEventBuilder event = LOG.atError()
                .addKeyValue("layout", finished.job().layout())
                .addKeyValue("cause", finished.job().cause().label())
                .addKeyValue("reason", cause.getMessage());
        // Data or settings that cannot work name themselves; anything else needs its trace.
        (cause instanceof IllegalArgumentException ? event : event.setCause(cause)).log("training failed");
        String reason = cause.getMessage();
        return end(finished, RetrainResult.FAILED, reason == null ? cause.toString() : reason);
    }

    /** The model in force, read back from the topics if this trainer did not make it. */
    public Champion champion(String layout) {
        return directory
                .inForce(layout)
                .map(version -> champion(layout, version))
                .orElse(Champion.NONE);
    }

    private Champion champion(String layout, Version version) {
        Made made = champions.get(layout);
        return made != null && made.version() == version.number()
                ? cancelled -> Optional.of(made.model())
                : reader.of(layout, version);
    }

    private RetrainResult conclude(Finished finished, Result.Found found) {
        String layout = finished.job().layout();
        meters.trainedOn(layout, found.selection().device());
        byte[] modelFile = found.selection().model().toBytes();
        Selection selection = selection(finished, found, modelFile);
        Optional<String> refusal = refusal(finished.job(), found, selection, modelFile);
        if (refusal.isPresent()) {
            LOG.atInfo()
                    .addKeyValue("layout", layout)
                    .addKeyValue("cause", finished.job().cause().label())
                    .addKeyValue("reason", refusal.get())
                    .log("selection is not published");
            return end(finished, RetrainResult.DECLINED, refusal.get());
        }
        RetrainResult result =
                finished.job().cause() == RetrainCause.SENSOR ? RetrainResult.REPAIRED : RetrainResult.PUBLISHED;
        publish(
                finished,
                selection,
                modelFile,
                outcomes.of(finished, result, reason(selection), selection.getVersion()));
        champions.put(layout, new Made(selection.getVersion(), found.selection().model()));
        return result;
    }

    private Optional<String> refusal(TrainingJob job, Result.Found found, Selection selection, byte[] modelFile) {
        if (directory.currentVersion(job.layout()) != job.championVersion()) {
            return Optional.of(
                    "version " + directory.currentVersion(job.layout()) + " came into force while it was trained");
        }
        if (directory.isPinned(job.layout())) {
            return Optional.of(RequestIntake.PINNED);
        }
        return ChallengerGate.refusal(selection, modelFile, directory.layout(job.layout()))
                .or(() -> found.comparison().flatMap(comparison -> lost(job, comparison)));
    }

    private Optional<String> lost(TrainingJob job, ChallengerComparison comparison) {
        if (job.cause().isHeldToTheMargin()) {
            return gate.lets(comparison) ? Optional.empty() : Optional.of(gate.loss(comparison));
        }
        return job.cause() == RetrainCause.SENSOR && !(comparison.challengerError() < comparison.championError())
                ? Optional.of("without the faulty channels the selection in force is better: "
                        + comparison.championError() + " against " + comparison.challengerError())
                : Optional.empty();
    }

    private Selection selection(Finished finished, Result.Found found, byte[] modelFile) {
        String layout = finished.job().layout();
        Selection trained = SelectionBuilder.build(
                layout, directory.nextVersion(layout), found.selection(), modelFile, origin(finished));
        Optional<Version> champion = directory.version(layout, finished.job().championVersion());
        return Selection.newBuilder(trained)
                .setProvenance(Provenance.newBuilder(trained.getProvenance())
                        .setChampionVersion(finished.job().championVersion())
                        .setChampionError(found.comparison()
                                .map(ChallengerComparison::championError)
                                .orElse(null))
                        .setChurn(champion.map(version -> (int) trained.getChannels().stream()
                                        .filter(channel -> !version.chosen().contains(channel.getIndex()))
                                        .count())
                                .orElse(0))
                        .setFaulty(finished.job().faulty())
                        .build())
                .build();
    }

    /** What was published, in words. */
    private String reason(Selection selection) {
        Optional<Version> before = directory.version(
                selection.getLayout(), selection.getProvenance().getChampionVersion());
        String came = selection.getChannels().stream()
                .filter(channel -> before.filter(version -> !version.chosen().contains(channel.getIndex()))
                        .isPresent())
                .map(SelectedChannel::getName)
                .limit(10)
                .collect(Collectors.joining(", "));
        int churn = selection.getProvenance().getChurn();
        return before.isEmpty()
                ? "the first selection"
                : churn == 0
                        ? "the same channels, a new decoder"
                        : churn + (churn == 1 ? " channel is new: " : " channels are new: ") + came;
    }

    private void publish(Finished finished, Selection selection, byte[] modelFile, RetrainOutcome outcome) {
        String layout = selection.getLayout();
        List<Version> surplus = directory.surplus(layout, selectionsKept);
        TrainingOrder order = finished.job().order();
        SelectionPointer pointer = publisher.publish(
                new SelectionPublisher.Publication(
                        selection,
                        Optional.of(modelFile),
                        false,
                        surplus,
                        directory.orphans(layout, surplus, selection.getModel())),
                outcome,
                order.request().map(requests::answerTo));
        directory.published(selection, pointer, surplus);
        order.request().ifPresent(request -> {
            requests.answered(request);
            meters.answered(layout, request.request().getRequestedAt(), pointer.getPublishedAt());
        });
        meters.inForce(layout, pointer);
        meters.trained(outcome, finished.duration());
        LOG.atInfo()
                .addKeyValue("layout", layout)
                .addKeyValue("selectionVersion", selection.getVersion())
                .addKeyValue("cause", order.cause().label())
                .addKeyValue("validationError", selection.getValidation().getMean())
                .addKeyValue("predictMeanError", selection.getValidation().getPredictMean())
                .addKeyValue("championError", selection.getProvenance().getChampionError())
                .addKeyValue("churn", selection.getProvenance().getChurn())
                .addKeyValue("seconds", selection.getProvenance().getSeconds())
                .log("selection published");
    }

    private RetrainResult end(Finished finished, RetrainResult result, String reason) {
        RetrainOutcome outcome = outcomes.of(finished, result, reason, 0);
        Optional<PendingRequest> request = finished.job().order().request();
        publisher.tell(Optional.of(outcome), request.map(requests::answerTo));
        request.ifPresent(requests::answered);
        meters.trained(outcome, finished.duration());
        return result;
    }

    private TrainingOrigin origin(Finished finished) {
        WindowSample sample = finished.job().sample();
        return new TrainingOrigin(
                finished.job().cause().label(),
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
}
