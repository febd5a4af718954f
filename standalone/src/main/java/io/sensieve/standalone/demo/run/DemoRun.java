package io.sensieve.standalone.demo.run;

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
import java.util.function.Supplier;

/** Starts broker, devices, trainer and streams app, plays a demo on them, and stops them; can be stopped early. */
public final class DemoRun {
    /** How long a demo waits for a step of the services. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final String STOPPED = "stopped before its end";

    private final DemoPlan plan;
    private final Narrator narrator;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    /** Creates a run; {@link #play} starts it. */
    public DemoRun(DemoPlan plan, Narrator narrator, Clock clock) {
        this.plan = plan;
        this.narrator = narrator;
        this.clock = clock;
    }

    /** The parts of a running demo that its script uses. */
    public record Parts(DemoFeeder feeder, TopicFollower topics, TrainingProgressLine progress) {}

    /** Asks the demo to end and waits until broker and services have ended; for a shutdown hook. */
    public void stop() throws InterruptedException {
        stopped = true;
        if (!ended.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            narrator.say(
                    "the demo did not end within %d s; its temporary files may be left behind",
                    STOP_WITHIN.toSeconds());
        }
    }

    /**
     * Starts all parts, runs {@code script}, and stops all parts.
     *
     * @throws CancellationException if the demo was stopped before its end
     */
    public void play(List<String> channelNames, Consumer<Parts> script) throws InterruptedException {
        try (DemoSystem system = new DemoSystem()) {
            narrator.say("Kafka broker (KRaft) in this JVM on %s", system.bootstrapServers());
            system.createTopics();
            try (DemoFeeder feeder = new DemoFeeder(
                            system.clientSettings(), plan.layout(), plan.devices(), clock, () -> isStopped(system));
                    TopicFollower topics = new TopicFollower(system.clientSettings(), plan.layout())) {
                feeder.declare(channelNames);
                TrainerService trainer = system.startTrainer(plan.trainerSettings());
                StreamsService streams = system.startStreams(plan.streamsSettings());
                narrator.say("trainer on %s/metrics, streams app on %s/metrics", trainer.httpUri(), streams.httpUri());
                narrator.say("live page of the layouts on %s/", streams.httpUri());
                script.accept(new Parts(
                        feeder, topics, new TrainingProgressLine(trainer.httpUri(), plan.layout(), narrator)));
            }
        } catch (CancellationException e) {
            narrator.say(STOPPED);
            throw e;
        } finally {
            ended.countDown();
        }
    }

    private boolean isStopped(DemoSystem system) {
        system.check();
        return stopped;
    }

    /**
     * Returns unless the demo was asked to end.
     *
     * @throws CancellationException if it was
     */
    public void throwIfStopped() {
        if (stopped) {
            throw new CancellationException(STOPPED);
        }
    }

    /** Waits until {@code condition} holds, {@code patience} is over, or the demo is asked to end. */
    public void await(BooleanSupplier condition, Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        while (!condition.getAsBoolean() && clock.instant().isBefore(deadline) && !stopped) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /**
     * Waits until every record has been reduced or dead-lettered, and every reduced record reconstructed.
     *
     * @param sent number of records that the devices sent, usable or not
     */
    public void awaitAll(TopicFollower topics, long sent) {
        await(
                () -> topics.recordsIn() >= sent
                        && topics.recordsIn() == topics.reduced() + topics.deadLetters()
                        && topics.reconstructed() == topics.reduced(),
                PATIENCE);
    }

    /**
     * Unwraps a result that the demo cannot continue without.
     *
     * @param problem message for the case that there is none
     * @throws IllegalStateException if there is none
     * @throws CancellationException if the demo was asked to end
     */
    public <T> T require(Optional<T> found, Supplier<String> problem) {
        throwIfStopped();
        return found.orElseThrow(() -> new IllegalStateException(problem.get()));
    }
}
