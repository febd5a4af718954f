package sensieve.trainer;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import sensieve.OffsetRange;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.model.ModelFile;
import sensieve.topic.Topics;
import sensieve.trainer.TrainerMeters.Outcome;
import sensieve.trainer.TrainingRunner.Finished;
import sensieve.trainer.TrainingRunner.Result;
import sensieve.trainer.learn.Origin;
import sensieve.trainer.learn.SelectionBuilder;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.window.WindowSample;

/** What follows a training: the gate, the publication, the answer to who asked, the count. */
final class Conclusion {
    private static final Logger LOG = LoggerFactory.getLogger(Conclusion.class);

    private final int selectionsKept;
    private final SelectionDirectory directory;
    private final Publisher publisher;
    private final Requests requests;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final ChampionReader reader;
    private final Map<String, Made> champions = new HashMap<>();

    /** What this trainer published last. */
    private record Made(int version, ModelFile model) {}

    Conclusion(
            int selectionsKept,
            SelectionDirectory directory,
            Publisher publisher,
            Requests requests,
            InstantSource clock,
            TrainerMeters meters,
            ChampionReader reader) {
        this.selectionsKept = selectionsKept;
        this.directory = directory;
        this.publisher = publisher;
        this.requests = requests;
        this.clock = clock;
        this.meters = meters;
        this.reader = reader;
    }

    /**
     * Publishes what may be published, and answers the request in any case.
     *
     * @throws org.apache.kafka.common.KafkaException if that could not be written; nothing of it is visible then
     */
    void conclude(Finished finished) {
        if (finished.result() instanceof Result.Found found) {
            conclude(finished, found.selection());
        } else if (finished.result() instanceof Result.Failed failed) {
            LoggingEventBuilder event = LOG.atError()
                    .addKeyValue("layout", finished.order().layout())
                    .addKeyValue("cause", finished.order().cause().label())
                    .addKeyValue("reason", failed.cause().getMessage());
            // Data or settings that cannot work name themselves; anything else needs its trace.
            (failed.cause() instanceof IllegalArgumentException ? event : event.setCause(failed.cause()))
                    .log("training failed");
            end(finished, Outcome.FAILED);
        }
    }

    /**
     * The model that a training of this order starts from: the one in force, read back from the topics if this trainer
     * did not make it. An operator's training starts anew, so that there is a way out of a poor start.
     */
    Champion champion(TrainingOrder order) {
        return order.cause() == Cause.OPERATOR
                ? Champion.NONE
                : directory
                        .inForce(order.layout())
                        .map(version -> champion(order.layout(), version))
                        .orElse(Champion.NONE);
    }

    private Champion champion(String layout, SelectionDirectory.Version version) {
        Made made = champions.get(layout);
        return made != null && made.version() == version.number()
                ? cancelled -> Optional.of(made.model())
                : reader.of(layout, version);
    }

    private void conclude(Finished finished, TrainedSelection trained) {
        String layout = finished.order().layout();
        byte[] modelFile = trained.model().toBytes();
        Selection selection =
                SelectionBuilder.build(layout, directory.nextVersion(layout), trained, modelFile, origin(finished));
        Optional<String> refusal = Gate.refusal(selection, modelFile, directory.layout(layout));
        if (refusal.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("layout", layout)
                    .addKeyValue("reason", refusal.get())
                    .log("selection is not good enough to be published");
            end(finished, Outcome.REJECTED);
            return;
        }
        publish(finished, selection, modelFile);
        champions.put(layout, new Made(selection.getVersion(), trained.model()));
    }

    private void publish(Finished finished, Selection selection, byte[] modelFile) {
        String layout = selection.getLayout();
        List<SelectionDirectory.Version> surplus = directory.surplus(layout, selectionsKept);
        SelectionPointer pointer = publisher.publish(
                selection,
                modelFile,
                surplus,
                directory.orphans(layout, surplus, selection.getModel()),
                finished.order().request().map(requests::answerTo));
        directory.published(selection, pointer, surplus);
        finished.order().request().ifPresent(request -> {
            requests.answered(request);
            meters.answered(layout, request.request().getRequestedAt(), pointer.getPublishedAt());
        });
        meters.published(layout, pointer);
        meters.trained(layout, finished.order().cause(), Outcome.PUBLISHED, finished.duration());
        LOG.atInfo()
                .addKeyValue("layout", layout)
                .addKeyValue("selectionVersion", selection.getVersion())
                .addKeyValue("cause", finished.order().cause().label())
                .addKeyValue("validationError", selection.getValidation().getMean())
                .addKeyValue("predictMeanError", selection.getValidation().getPredictMean())
                .addKeyValue("seconds", selection.getProvenance().getSeconds())
                .log("selection published");
    }

    private void end(Finished finished, Outcome outcome) {
        finished.order().request().ifPresent(request -> requests.dismiss(request, outcome.name()));
        meters.trained(finished.order().layout(), finished.order().cause(), outcome, finished.duration());
    }

    private Origin origin(Finished finished) {
        WindowSample sample = finished.sample();
        return new Origin(
                finished.order().cause().label(),
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
