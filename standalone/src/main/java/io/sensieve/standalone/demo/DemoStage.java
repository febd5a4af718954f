package io.sensieve.standalone.demo;

import io.sensieve.streams.StreamsService;
import io.sensieve.trainer.TrainerService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a story is played on: broker, trainer, streams app, devices, and a reader of all topics. */
final class DemoStage {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final String STOPPED = "stopped before its end";

    private final DemoPlan plan;
    private final Narrator narrator;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    DemoStage(DemoPlan plan, Narrator narrator, Clock clock) {
        this.plan = plan;
        this.narrator = narrator;
        this.clock = clock;
    }

    /** What is on the stage. */
    record Cast(DemoFeeder feeder, TopicFollower readback, TrainingProgressLine progress) {}

    /** Asks the story to end and waits until broker and services have; for a shutdown hook. */
    void stop() throws InterruptedException {
        stopped = true;
        if (!ended.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            narrator.say(
                    "the demo did not end within %d s; its files may be left in the temporary folder",
                    STOP_WITHIN.toSeconds());
        }
    }

    /** Plays a story with all started, and ends all. */
    void play(List<String> channelNames, Consumer<Cast> story) throws InterruptedException {
        try (DemoSystem system = new DemoSystem()) {
            narrator.say("Kafka broker (KRaft) in this JVM on %s", system.bootstrapServers());
            system.createTopics();
            try (DemoFeeder feeder = new DemoFeeder(
                            system.clientSettings(), plan.layout(), plan.devices(), clock, this::stopped);
                    TopicFollower readback = new TopicFollower(system.clientSettings(), plan.layout())) {
                feeder.declare(channelNames);
                TrainerService trainer = system.startTrainer(plan.trainerSettings());
                StreamsService streams = system.startStreams(plan.streamsSettings());
                narrator.say("trainer on %s/metrics, streams app on %s/metrics", trainer.httpUri(), streams.httpUri());
                story.accept(new Cast(
                        feeder, readback, new TrainingProgressLine(trainer.httpUri(), plan.layout(), narrator)));
            }
        } catch (CancellationException e) {
            narrator.say(STOPPED);
            throw e;
        } finally {
            ended.countDown();
        }
    }

    private boolean stopped() {
        return stopped;
    }

    /** Ends the story if it was asked to end. */
    void goOn() {
        if (stopped) {
            throw new CancellationException(STOPPED);
        }
    }

    /** Waits until something holds, or {@code patience} is over, or it is to end. */
    void await(BooleanSupplier condition, Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        while (!condition.getAsBoolean() && clock.instant().isBefore(deadline) && !stopped) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /**
     * Waits until every record that was sent has come out.
     *
     * @param sent usable or not
     */
    void awaitAll(TopicFollower readback, long sent) {
        await(
                () -> readback.recordsIn() >= sent
                        && readback.recordsIn() == readback.reduced() + readback.deadLetters()
                        && readback.reconstructed() == readback.reduced(),
                PATIENCE);
    }

    /** What was waited for; {@code problem} says that it did not come. */
    <T> T required(Optional<T> found, String problem) {
        goOn();
        return found.orElseThrow(() -> new IllegalStateException(problem));
    }
}
