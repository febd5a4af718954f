package io.sensieve.trainer.request;

import io.sensieve.Provenance;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.LoadedSelection;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionDirectory.Version;
import io.sensieve.trainer.publish.SelectionPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what needs no training: roll-backs, pins and their ends. Versions only go forward: rolling back publishes
 * the older selection again under the next number; its model is in the topic already.
 */
public final class OperatorCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorCommands.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(30);

    private final int selectionsKept;
    private final SelectionDirectory directory;
    private final SelectionPublisher publisher;
    private final RequestIntake requests;
    private final RetrainOutcomes outcomes;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final ChampionReader reader;

    public OperatorCommands(
            int selectionsKept,
            SelectionDirectory directory,
            SelectionPublisher publisher,
            RequestIntake requests,
            RetrainOutcomes outcomes,
            InstantSource clock,
            TrainerMeters meters,
            ChampionReader reader) {
        this.selectionsKept = selectionsKept;
        this.directory = directory;
        this.publisher = publisher;
        this.requests = requests;
        this.outcomes = outcomes;
        this.clock = clock;
        this.meters = meters;
        this.reader = reader;
    }

    /**
     * Does what is asked for and answers the request.
     *
     * @throws org.apache.kafka.common.KafkaException if that could not be written; nothing of it is visible then
     */
    public void carryOut(PendingRequest request) {
        Optional<SelectionPointer> current = directory.current(request.layout());
        if (current.isEmpty()) {
            requests.answer(request, RetrainResult.DECLINED, "the layout has no selection in force");
            return;
        }
        int target = request.request().getTargetVersion();
        switch (request.request().getAction()) {
            case PIN -> {
                if (target == 0 || target == current.get().getVersion()) {
                    point(request, current.get(), true);
                } else {
                    republish(request, directory.version(request.layout(), target), true);
                }
            }
            case UNPIN -> point(request, current.get(), false);
            case ROLLBACK, RETRAIN -> rollBack(request, current.get());
        }
    }

    private void rollBack(PendingRequest request, SelectionPointer current) {
        boolean probation = request.cause() == RetrainCause.PROBATION;
        int target = request.request().getTargetVersion();
        if (probation
                && directory
                        .inForce(request.layout())
                        .filter(version -> version.republishOf() == 0)
                        .isEmpty()) {
            requests.answer(request, RetrainResult.DECLINED, "the version in force is a roll-back already");
        } else if (target == current.getVersion()) {
            requests.answer(request, RetrainResult.DECLINED, "version " + target + " is in force");
        } else {
            republish(
                    request,
                    target == 0 || probation
                            ? directory.before(request.layout())
                            : directory.version(request.layout(), target),
                    current.getPinned());
        }
    }

    private void point(PendingRequest request, SelectionPointer current, boolean pinned) {
        SelectionPointer pointer = SelectionPointer.newBuilder(current)
                .setPinned(pinned)
                .clearSignature()
                .build();
        RetrainOutcome outcome = outcomes.of(
                request,
                pinned ? RetrainResult.PINNED : RetrainResult.UNPINNED,
                "version " + current.getVersion() + (pinned ? " stays until it is unpinned" : " may be replaced"),
                current.getVersion());
        publisher.point(pointer, outcome, requests.answerTo(request));
        directory.pointed(pointer);
        done(request, outcome, pointer);
    }

    private void republish(PendingRequest request, Optional<Version> target, boolean pinned) {
        String layout = request.layout();
        if (target.isEmpty()) {
            requests.answer(
                    request,
                    RetrainResult.DECLINED,
                    "the version to go back to is not kept; kept are " + directory.kept(layout));
            return;
        }
        Optional<LoadedSelection> stored = read(request, target.get());
        if (stored.isEmpty()) {
            return;
        }
        Selection selection = again(request, stored.get().selection(), target.get());
        RetrainOutcome outcome = outcomes.of(
                request,
                RetrainResult.ROLLED_BACK,
                "version " + target.get().number() + " is in force again as version " + selection.getVersion()
                        + ", in the place of version " + directory.currentVersion(layout),
                selection.getVersion());
        var surplus = directory.surplus(layout, selectionsKept);
        SelectionPointer pointer = publisher.publish(
                new SelectionPublisher.Publication(
                        selection,
                        Optional.empty(),
                        pinned,
                        surplus,
                        directory.orphans(layout, surplus, selection.getModel())),
                outcome,
                Optional.of(requests.answerTo(request)));
        directory.published(selection, pointer, surplus);
        done(request, outcome, pointer);
    }

    /** The version with its model as the app would load it; where it cannot, the request is answered. */
    private Optional<LoadedSelection> read(PendingRequest request, Version target) {
        Instant end = clock.instant().plus(LONGEST_READ);
        String problem = "it cannot be read in time";
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
            // Untrusted bytes must not end the trainer, whatever a parser makes of them.
            problem = String.valueOf(e.getMessage());
        }
        requests.answer(request, RetrainResult.FAILED, "version " + target.number() + " cannot be used: " + problem);
        return Optional.empty();
    }

    private Selection again(PendingRequest request, Selection stored, Version target) {
        Version replaced = directory.inForce(request.layout()).orElseThrow();
        return Selection.newBuilder(stored)
                .setVersion(directory.nextVersion(request.layout()))
                .clearSignature()
                .setProvenance(Provenance.newBuilder(stored.getProvenance())
                        .setCreatedAt(clock.instant())
                        .setTrigger(
                                request.cause() == RetrainCause.PROBATION ? RetrainCause.PROBATION.label() : "rollback")
                        .setRepublishOf(target.number())
                        .setChampionVersion(replaced.number())
                        .setChampionError(null)
                        .setChurn(ChallengerComparison.churn(
                                replaced.chosen().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray(),
                                target.chosen().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray()))
                        .build())
                .build();
    }

    private void done(PendingRequest request, RetrainOutcome outcome, SelectionPointer pointer) {
        requests.answered(request);
        meters.ended(outcome);
        meters.inForce(request.layout(), pointer);
        LOG.atInfo()
                .addKeyValue("layout", request.layout())
                .addKeyValue("selectionVersion", pointer.getVersion())
                .addKeyValue("cause", request.cause().label())
                .addKeyValue("outcome", outcome.getReason())
                .addKeyValue("reason", request.request().getReason())
                .log("request carried out");
    }
}
