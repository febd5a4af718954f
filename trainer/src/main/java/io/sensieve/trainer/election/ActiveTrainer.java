package io.sensieve.trainer.election;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.SensorLayout;
import io.sensieve.codec.CodecException;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.kafka.PartitionScan;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.request.OperatorCommands;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestIntake;
import io.sensieve.trainer.request.RetrainOutcomes;
import io.sensieve.trainer.retrain.FaultyChannels;
import io.sensieve.trainer.retrain.RetrainScheduler;
import io.sensieve.trainer.retrain.TrainingJob;
import io.sensieve.trainer.retrain.TrainingOrder;
import io.sensieve.trainer.retrain.TrainingResultHandler;
import io.sensieve.trainer.retrain.TrainingRunner;
import io.sensieve.trainer.retrain.TrainingRunner.Finished;
import io.sensieve.trainer.settings.TrainerSettings;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.OffsetSpan;
import io.sensieve.trainer.window.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the one active trainer holds, from its election to its end. It starts from what Kafka holds and leaves
 * nothing behind. Used by one thread.
 */
public final class ActiveTrainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveTrainer.class);
    private static final Duration FEED_WAIT = Duration.ofMillis(50);
    private static final Duration DECISION_PAUSE = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final WireFormat format;
    private final ActiveTrainerInputs inputs;
    private final SelectionDirectory directory;
    private final InstantSource clock;
    private final TrainerMeters meters;
    private final Map<String, PartitionScan> again = new HashMap<>();
    private final LayoutWindows windows;
    private final RetrainScheduler triggers;
    private final RetrainOutcomes outcomes;
    private final RequestIntake requests;
    private final OperatorCommands commands;
    private final TrainingRunner runner;
    private final TrainingResultHandler conclusion;
    private final List<ConsumerRecord<byte[], byte[]>> arrivals = new ArrayList<>();
    private Instant lastDecision = Instant.MIN;

    /**
     * Takes office: fences the predecessor, then looks at what it left.
     *
     * @param election the consumer that owns the requests
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public ActiveTrainer(
            TrainerSettings settings,
            KafkaClients clients,
            WireFormat format,
            Selector selector,
            InstantSource clock,
            TrainerMeters meters,
            Consumer<byte[], byte[]> election) {
        this.clients = clients;
        this.format = format;
        this.clock = clock;
        this.meters = meters;
        this.windows = new LayoutWindows(settings.window(), format.records(), clock, meters);
        this.triggers = new RetrainScheduler(settings.schedule(), settings.cooldown(), settings.backoffMax());
        this.inputs = ActiveTrainerInputs.open(
                settings,
                clients,
                format,
                election,
                clock.instant().minus(settings.window().span()),
                clock);
        this.directory = inputs.directory();
        this.outcomes = new RetrainOutcomes(directory, settings.gate(), clock);
        this.requests = new RequestIntake(
                election,
                format,
                inputs.ledger(),
                triggers,
                inputs.publisher(),
                outcomes,
                meters,
                settings.window().layouts());
        this.runner = new TrainingRunner(selector, settings.train(), settings.gate(), meters);
        ChampionReader reader = new ChampionReader(clients, format, settings.trustedKeys());
        this.commands = new OperatorCommands(
                settings.selectionsKept(), directory, inputs.publisher(), requests, outcomes, clock, meters, reader);
        this.conclusion = new TrainingResultHandler(
                settings.selectionsKept(),
                settings.gate(),
                directory,
                inputs.publisher(),
                requests,
                outcomes,
                clock,
                meters,
                reader);
    }

    /**
     * One turn of the loop.
     *
     * @param arrived requests that have come in
     */
    public void turn(Iterable<ConsumerRecord<byte[], byte[]>> arrived) throws InterruptedException {
        arrived.forEach(arrivals::add);
        if (inputs.tables().poll(Duration.ZERO)) {
            directory
                    .layouts()
                    .forEach(
                            layout -> directory.channelCount(layout).ifPresent(count -> windows.expect(layout, count)));
        }
        inputs.records().poll(FEED_WAIT, windows::offer);
        if (!inputs.told().isComplete()) {
            inputs.told().poll(FEED_WAIT, (value, position) -> remember(value));
        }
        readAgain();
        Optional<Finished> finished = runner.collect();
        if (finished.isPresent()) {
            RetrainResult result = conclusion.conclude(finished.get());
            triggers.trained(finished.get().job().layout(), result, clock.instant());
        }
        if (inputs.tables().isCaughtUp() && inputs.told().isComplete()) {
            for (ConsumerRecord<byte[], byte[]> record : arrivals) {
                requests.receive(record, directory, runner.layout()).ifPresent(this::take);
            }
            arrivals.clear();
            decide();
        }
    }

    private void remember(byte @Nullable [] outcome) {
        try {
            RetrainOutcome read = format.read(Topics.RETRAINS, outcome);
            if (read != null) {
                triggers.remember(read);
            }
        } catch (CodecException e) {
            LOG.atWarn()
                    .addKeyValue("topic", Topics.RETRAINS.name())
                    .setCause(e)
                    .log("an outcome cannot be read, and is left out");
        }
    }

    private void readAgain() {
        again.entrySet().removeIf(entry -> {
            entry.getValue().poll(FEED_WAIT, (value, position) -> windows.offerAgain(entry.getKey(), value, position));
            boolean done = entry.getValue().isComplete();
            if (done) {
                entry.getValue().close();
            }
            return done;
        });
    }

    private void take(PendingRequest request) {
        if (request.isCommand()) {
            commands.carryOut(request);
            triggers.eased(request.layout());
        } else {
            prepare(request);
        }
    }

    /** A request that names a change is answered from what came after it. */
    private void prepare(PendingRequest request) {
        request.since().ifPresent(since -> {
            Map<Integer, OffsetSpan> from = windows.startAgainFrom(request.layout(), since);
            PartitionScan former = again.remove(request.layout());
            if (former != null) {
                former.close();
            }
            if (!from.isEmpty()) {
                again.put(
                        request.layout(), PartitionScan.upTo(inputs.records(), clients.reader(), Topics.RECORDS, from));
            }
        });
    }

    private void decide() {
        Instant now = clock.instant();
        if (now.isBefore(lastDecision.plus(DECISION_PAUSE))) {
            return;
        }
        lastDecision = now;
        meters.windows(windows);
        requests.dismissOutdated(directory);
        if (inputs.records().isCaughtUp() && !runner.isBusy()) {
            triggers.next(windows, directory, layout -> !again.containsKey(layout), now)
                    .ifPresent(this::train);
        }
    }

    private void train(TrainingOrder order) {
        String layout = order.layout();
        if (directory.isPinned(layout)) {
            RetrainOutcome outcome = outcomes.of(order, RetrainResult.DECLINED, RequestIntake.PINNED);
            inputs.publisher().tell(Optional.of(outcome), Optional.empty());
            meters.ended(outcome);
            triggers.trained(layout, RetrainResult.DECLINED, clock.instant());
            return;
        }
        WindowSample sample = windows.window(layout).orElseThrow().sample();
        LOG.atInfo()
                .addKeyValue("layout", order.layout())
                .addKeyValue("cause", order.cause().label())
                .addKeyValue("trainRows", sample.train().length)
                .addKeyValue("validationRows", sample.validation().length)
                .log("training starts");
        List<Channel> channels = channels(layout, sample);
        List<Integer> faulty = FaultyChannels.of(
                order.request().map(request -> request.request().getFaulty()).orElse(List.of()),
                directory
                        .inForce(layout)
                        .map(SelectionDirectory.Version::faulty)
                        .orElse(List.of()),
                sample.validation(),
                channels);
        runner.start(new TrainingJob(
                order,
                sample,
                FaultyChannels.excluded(channels, faulty),
                faulty,
                directory.currentVersion(layout),
                conclusion.champion(layout)));
    }

    private List<Channel> channels(String layout, WindowSample sample) {
        return directory.layout(layout).map(SensorLayout::getChannels).orElseGet(() -> implied(sample));
    }

    /** Channels of a layout that nobody has described. */
    private static List<Channel> implied(WindowSample sample) {
        return IntStream.range(0, sample.train()[0].length)
                .mapToObj(c -> new Channel("c%03d".formatted(c), "", 1.0, ChannelRole.CANDIDATE))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
        again.values().forEach(PartitionScan::close);
        inputs.close();
    }
}
