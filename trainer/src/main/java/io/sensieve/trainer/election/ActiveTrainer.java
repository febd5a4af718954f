package io.sensieve.trainer.election;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.codec.CodecException;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionStore;
import io.sensieve.trainer.request.OperatorCommands;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestAnswers;
import io.sensieve.trainer.request.RequestIntake;
import io.sensieve.trainer.request.RequestQueue;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.request.RetrainOutcomes;
import io.sensieve.trainer.retrain.FinishedTraining;
import io.sensieve.trainer.retrain.ModelCache;
import io.sensieve.trainer.retrain.RetrainScheduler;
import io.sensieve.trainer.retrain.TrainingJobs;
import io.sensieve.trainer.retrain.TrainingOrder;
import io.sensieve.trainer.retrain.TrainingOutcomes;
import io.sensieve.trainer.retrain.TrainingResultHandler;
import io.sensieve.trainer.retrain.TrainingRunner;
import io.sensieve.trainer.settings.TrainerSettings;
import io.sensieve.trainer.window.KnownLayout;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work of the active trainer, from its election to its end: fills the windows, takes the requests, trains and
 * publishes. Its whole state comes from Kafka. Used by one thread.
 */
public final class ActiveTrainer implements ActiveRole {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveTrainer.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(50);
    private static final Duration DECISION_INTERVAL = Duration.ofMillis(200);

    private final WireFormat format;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final ActiveTrainerInputs inputs;
    private final SelectionDirectory directory;
    private final LayoutWindows windows;
    private final WindowReplays replays;
    private final RequestIntake intake;
    private final OperatorCommands commands;
    private final RetrainScheduler scheduler;
    private final TrainingJobs jobs;
    private final TrainingRunner runner;
    private final TrainingOutcomes outcomes;
    private final TrainingResultHandler results;
    private final SelectionStore store;
    private final List<ConsumerRecord<byte[], byte[]>> unreadRequests = new ArrayList<>();
    private final WaitingLayouts waiting;
    private Instant lastDecision = Instant.MIN;

    /**
     * Becomes the active trainer: fences the former one, then starts to read its state.
     *
     * @param member consumer that owns the partition of the requests
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be reached
     */
    public ActiveTrainer(
            TrainerSettings settings,
            KafkaClients clients,
            WireFormat format,
            Selector selector,
            InstantSource clock,
            TrainerMeters meters,
            Consumer<byte[], byte[]> member) {
        this.format = format;
        this.clock = clock;
        this.meters = meters;
        int layoutsMax = settings.window().layoutsMax();
        this.windows = new LayoutWindows(settings.window(), settings.missingValues(), format.records(), clock, meters);
        this.inputs = ActiveTrainerInputs.open(settings, clients, format, member, clock);
        this.directory = inputs.directory();
        this.waiting = new WaitingLayouts(windows, directory, settings.window().minRows(), clock.instant());
        this.replays = new WindowReplays(windows, inputs.records(), clients::reader);
        this.store = new SelectionStore(
                directory, inputs.publisher(), settings.publish().selectionsKept(), settings.missingValues());
        RetrainOutcomes requestOutcomes = new RetrainOutcomes(directory, clock);
        RequestAnswers answers =
                new RequestAnswers(inputs.ledger(), inputs.publisher(), requestOutcomes, meters, member::groupMetadata);
        RequestQueue queue = new RequestQueue(directory, layoutsMax);
        this.intake = new RequestIntake(format, inputs.ledger(), queue, answers);
        ChampionReader reader =
                new ChampionReader(clients::reader, format, settings.publish().trustedKeys());
        this.commands = new OperatorCommands(directory, store, answers, requestOutcomes, clock, meters, reader);
        this.scheduler = new RetrainScheduler(settings.timing(), queue, directory, layoutsMax);
        ModelCache models = new ModelCache(reader, layoutsMax);
        this.jobs = new TrainingJobs(directory, models);
        this.runner = new TrainingRunner(selector, settings.learning().train(), settings.gate(), meters);
        this.outcomes = new TrainingOutcomes(requestOutcomes, settings.gate());
        this.results =
                new TrainingResultHandler(settings.gate(), directory, store, answers, outcomes, models, meters, clock);
    }

    @Override
    public void runOnce(Iterable<ConsumerRecord<byte[], byte[]>> requests) throws InterruptedException {
        read(requests, POLL_TIMEOUT);
        if (!clock.instant().isBefore(lastDecision.plus(DECISION_INTERVAL))) {
            decide();
        }
    }

    /**
     * Reads what has arrived, and publishes the result of a training that has ended.
     *
     * @param requests records that have arrived on the topic of the requests
     * @param timeout longest wait for records
     * @throws org.apache.kafka.common.KafkaException if the member must resign and be elected again
     */
    public void read(Iterable<ConsumerRecord<byte[], byte[]>> requests, Duration timeout) throws InterruptedException {
        requests.forEach(unreadRequests::add);
        if (inputs.tables().poll(Duration.ZERO)) {
            Map<String, KnownLayout> known = directory.knownLayouts();
            windows.setKnownLayouts(known);
            meters.setKnownLayouts(known.keySet());
        }
        inputs.records().poll(timeout, windows::offer);
        if (!inputs.outcomes().isComplete()) {
            inputs.outcomes().poll(timeout, (value, position) -> restore(value));
        }
        replays.poll(timeout);
        runner.collect().ifPresent(this::finish);
        if (inputs.isRestored()) {
            for (ConsumerRecord<byte[], byte[]> record : unreadRequests) {
                intake.receive(record).ifPresent(this::accept);
            }
            unreadRequests.clear();
        }
    }

    /**
     * Returns whether a call of {@link #decide} can start a training: all that was there at the start has been read, no
     * window is being refilled and no training runs.
     */
    public boolean isReady() {
        return inputs.isRestored() && inputs.records().isCaughtUp() && replays.isComplete() && !runner.isBusy();
    }

    private void restore(byte @Nullable [] outcome) {
        try {
            RetrainOutcome decoded = format.deserialize(Topics.RETRAINS, outcome);
            if (decoded != null) {
                scheduler.restore(decoded);
            }
        } catch (CodecException e) {
            LOG.atWarn()
                    .addKeyValue("topic", Topics.RETRAINS.name())
                    .setCause(e)
                    .log("unreadable retrain outcome is ignored");
        }
    }

    private void finish(FinishedTraining training) {
        String layout = training.job().layout();
        RetrainResult result = results.handle(
                training, windows.window(layout).map(LayoutWindow::newestRows).orElse(List.of()));
        scheduler.record(
                layout, training.job().cause(), result, training.job().sample().validation().length, clock.instant());
    }

    private void accept(PendingRequest request) {
        if (request.isCommand()) {
            execute(request);
        } else {
            request.since().ifPresent(since -> replays.start(request.layout(), since));
        }
    }

    private void execute(PendingRequest request) {
        String layout = request.layout();
        if (scheduler.restrains(request, clock.instant())) {
            commands.decline(request, "versions alternate too often; the cooldown has grown");
            return;
        }
        int active = directory.activeNumber(layout);
        commands.execute(request);
        if (request.cause() != RetrainCause.RECURRENCE) {
            scheduler.resetBackoff(layout);
        } else if (directory.activeNumber(layout) != active) {
            scheduler.record(layout, request.cause(), RetrainResult.ROLLED_BACK, 0, clock.instant());
        }
    }

    /** Starts the training that is due, if any. */
    public void decide() {
        if (!inputs.isRestored()) {
            return;
        }
        Instant now = clock.instant();
        lastDecision = now;
        meters.updateWindows(windows);
        waiting.report(now);
        intake.dismissOutdated();
        if (inputs.records().isCaughtUp() && !runner.isBusy()) {
            scheduler.next(windows, replays::isComplete, now).ifPresent(this::train);
        }
    }

    private void train(TrainingOrder order) {
        String layout = order.layout();
        if (directory.isPinned(layout)) {
            RetrainOutcome outcome = outcomes.createDeclined(order, RequestIntake.PINNED);
            store.publishOutcome(outcome, Optional.empty());
            meters.recordOutcome(outcome);
            scheduler.record(
                    layout,
                    order.cause(),
                    RetrainResult.DECLINED,
                    windows.window(layout)
                            .map(rows -> rows.heldOut(rows.size()))
                            .orElse(0),
                    clock.instant());
            return;
        }
        LayoutWindow window = windows.window(layout).orElseThrow();
        WindowSample sample = window.sample();
        LOG.atInfo()
                .addKeyValue("layout", order.layout())
                .addKeyValue("cause", order.cause().label())
                .addKeyValue("rows", sample.rows().size())
                .addKeyValue("earlierRows", sample.earlier().size())
                .log("training starts");
        runner.start(jobs.create(order, sample, window.capacity(), window.newestRows()));
    }

    @Override
    public void close() {
        runner.close();
        replays.close();
        inputs.close();
    }
}
