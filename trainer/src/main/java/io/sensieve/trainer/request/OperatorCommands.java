package io.sensieve.trainer.request;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.LoadedSelection;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.Republication;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionStore;
import io.sensieve.trainer.publish.SelectionVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes requests that need no training: rollbacks, pins and unpins. Version numbers only grow: a rollback publishes
 * the older selection under the next number, and its model is in the topic already.
 */
public final class OperatorCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorCommands.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final SelectionDirectory directory;
    private final SelectionStore store;
    private final RequestAnswers answers;
    private final RetrainOutcomes outcomes;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final ChampionReader reader;

    /**
     * Creates the commands of one active trainer.
     *
     * @param reader reads the version of a rollback
     */
    public OperatorCommands(
            SelectionDirectory directory,
            SelectionStore store,
            RequestAnswers answers,
            RetrainOutcomes outcomes,
            InstantSource clock,
            TrainerMeters meters,
            ChampionReader reader) {
        this.directory = directory;
        this.store = store;
        this.answers = answers;
        this.outcomes = outcomes;
        this.clock = clock;
        this.meters = meters;
        this.reader = reader;
    }

    /**
     * Executes and answers a request.
     *
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    public void execute(PendingRequest request) {
        Optional<SelectionPointer> pointer = directory.pointer(request.layout());
        if (pointer.isEmpty()) {
            answers.answer(request, RetrainResult.DECLINED, "the layout has no active selection");
            return;
        }
        int target = request.request().getTargetVersion();
        switch (request.request().getAction()) {
            case PIN -> {
                if (target == 0 || target == pointer.get().getVersion()) {
                    setPinned(request, pointer.get(), true);
                } else {
                    republish(request, directory.version(request.layout(), target), true);
                }
            }
            case UNPIN -> setPinned(request, pointer.get(), false);
            case ROLLBACK, RETRAIN -> rollBack(request, pointer.get());
        }
    }

    /** Declines a request without executing it. */
    public void decline(PendingRequest request, String reason) {
        answers.answer(request, RetrainResult.DECLINED, reason);
    }

    private void rollBack(PendingRequest request, SelectionPointer pointer) {
        int target = request.request().getTargetVersion();
        if (target == pointer.getVersion()) {
            answers.answer(request, RetrainResult.DECLINED, "version " + target + " is active already");
        } else {
            republish(
                    request,
                    target == 0 ? directory.previous(request.layout()) : directory.version(request.layout(), target),
                    pointer.getPinned());
        }
    }

    private void setPinned(PendingRequest request, SelectionPointer pointer, boolean pinned) {
        RetrainOutcome outcome = outcomes.create(
                request,
                pinned ? RetrainResult.PINNED : RetrainResult.UNPINNED,
                "version " + pointer.getVersion()
                        + (pinned ? " stays active until it is unpinned" : " may be replaced"),
                pointer.getVersion());
        finish(request, outcome, store.setPinned(pointer, pinned, outcome, answers.commitOf(request)));
    }

    private void republish(PendingRequest request, Optional<SelectionVersion> target, boolean pinned) {
        String layout = request.layout();
        if (target.isEmpty()) {
            answers.answer(
                    request,
                    RetrainResult.DECLINED,
                    "the requested version is not kept; kept are " + directory.keptNumbers(layout));
            return;
        }
        Optional<LoadedSelection> stored = read(request, target.get());
        if (stored.isEmpty()) {
            return;
        }
        Selection selection = Republication.create(
                directory,
                stored.get().selection(),
                target.get().number(),
                request.cause() == RetrainCause.RECURRENCE ? RetrainCause.RECURRENCE.label() : "rollback",
                clock.instant());
        RetrainOutcome outcome = outcomes.create(
                request,
                RetrainResult.ROLLED_BACK,
                "version " + target.get().number() + " is active again as version " + selection.getVersion()
                        + " and replaces version " + directory.activeNumber(layout),
                selection.getVersion());
        finish(
                request,
                outcome,
                store.publish(selection, Optional.empty(), pinned, outcome, Optional.of(answers.commitOf(request))));
    }

    /** Reads a version with its model and checks it as the app does; if that fails, answers the request. */
    private Optional<LoadedSelection> read(PendingRequest request, SelectionVersion target) {
        Instant end = clock.instant().plus(READ_TIMEOUT);
        String problem = "it could not be read within " + READ_TIMEOUT.toSeconds() + " s";
        try {
            Optional<LoadedSelection> stored = reader.read(
                    request.layout(),
                    target,
                    directory.layout(request.layout()),
                    () -> clock.instant().isAfter(end));
            if (stored.isPresent()) {
                return stored;
            }
        } catch (RuntimeException e) {
            // Untrusted bytes must not end the trainer, whatever exception a parser throws.
            problem = String.valueOf(e.getMessage());
        }
        answers.answer(request, RetrainResult.FAILED, "version " + target.number() + " cannot be used: " + problem);
        return Optional.empty();
    }

    private void finish(PendingRequest request, RetrainOutcome outcome, SelectionPointer pointer) {
        answers.markAnswered(request);
        meters.recordOutcome(outcome);
        meters.recordPublication(request.layout(), pointer);
        LOG.atInfo()
                .addKeyValue("layout", request.layout())
                .addKeyValue("selectionVersion", pointer.getVersion())
                .addKeyValue("cause", request.cause().label())
                .addKeyValue("outcome", outcome.getReason())
                .addKeyValue("reason", request.request().getReason())
                .log("request executed");
    }
}
