package io.sensieve.trainer.retrain;

import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.metrics.TrainerMeters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs one training at a time beside the loop that polls Kafka. */
public final class TrainingRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRunner.class);

    private static final long CLOSE_SECONDS = 5;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "training");
        thread.setDaemon(true);
        return thread;
    });
    private final Selector selector;
    private final TrainSettings settings;
    private final ChallengerGate gate;
    private final TrainerMeters meters;
    private Optional<Running> running = Optional.empty();

    /**
     * A training that has ended.
     *
     * @param duration since its start
     */
    public record Finished(TrainingJob job, Result result, Duration duration) {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * With a selection.
         *
         * @param comparison with the one in force, where they compare
         */
        record Found(TrainedSelection selection, Optional<ChallengerComparison> comparison) implements Result {}

        /** With an error. */
        record Failed(Throwable cause) implements Result {}
    }

    private record Running(TrainingJob job, Future<Result.Found> future, Watch watch, long startNanos) {}

    public TrainingRunner(Selector selector, TrainSettings settings, ChallengerGate gate, TrainerMeters meters) {
        this.selector = selector;
        this.settings = settings;
        this.gate = gate;
        this.meters = meters;
    }

    /** Whether a training runs, or has ended and was not collected. */
    public boolean isBusy() {
        return running.isPresent();
    }

    /** The layout that is being trained. */
    public Optional<String> layout() {
        return running.map(training -> training.job().layout());
    }

    /** Starts a training; none may run. */
    public void start(TrainingJob job) {
        if (isBusy()) {
            throw new IllegalStateException("a training runs already");
        }
        Watch watch = new Watch(job.layout(), meters);
        ChallengerTraining challenge = new ChallengerTraining(selector, settings, gate, watch);
        Future<Result.Found> future = executor.submit(() -> {
            // What is logged on the way knows nothing of layouts.
            MDC.put("layout", job.layout());
            try {
                return challenge.run(job);
            } finally {
                MDC.remove("layout");
            }
        });
        running = Optional.of(new Running(job, future, watch, System.nanoTime()));
    }

    /** The training that has ended since it was last asked. */
    public Optional<Finished> collect() throws InterruptedException {
        if (running.isEmpty() || !running.get().future().isDone()) {
            return Optional.empty();
        }
        Running training = running.get();
        running = Optional.empty();
        Result result;
        try {
            result = training.future().get();
        } catch (ExecutionException e) {
            result = new Result.Failed(e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            result = new Result.Failed(e);
        }
        return Optional.of(
                new Finished(training.job(), result, Duration.ofNanos(System.nanoTime() - training.startNanos())));
    }

    /**
     * Ends the training that runs, if one does; its result is lost. The thread is not interrupted unless it takes too
     * long: that could break the engine while it loads.
     */
    @Override
    public void close() {
        running.ifPresent(training -> training.watch().cancelled = true);
        running = Optional.empty();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                LOG.atWarn().addKeyValue("seconds", CLOSE_SECONDS).log("training goes on although it was cancelled");
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Watch implements TrainingListener {
        private final String layout;
        private final TrainerMeters meters;
        private volatile boolean cancelled;

        Watch(String layout, TrainerMeters meters) {
            this.layout = layout;
            this.meters = meters;
        }

        @Override
        public void onEpoch(TrainingProgress progress) {
            meters.progress(layout, progress);
            LOG.atInfo()
                    .addKeyValue("layout", layout)
                    .addKeyValue("epoch", progress.epoch())
                    .addKeyValue("epochs", progress.epochs())
                    .addKeyValue("temperature", (float) progress.temperature())
                    .addKeyValue("loss", (float) progress.loss())
                    .addKeyValue("validationError", (float) progress.validationError())
                    .addKeyValue("uniquePercentage", (float) progress.uniquePercentage())
                    .log("training epoch");
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }
}
