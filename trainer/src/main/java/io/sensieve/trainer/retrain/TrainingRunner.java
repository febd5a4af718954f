package io.sensieve.trainer.retrain;

import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
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

/** Runs one training at a time, on its own thread beside the loop that polls Kafka. */
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

    private record Running(
            TrainingJob job, Future<TrainingResult> future, ProgressReporter progress, long startNanos) {}

    /** Creates a runner; its thread starts with the first training. */
    public TrainingRunner(Selector selector, TrainSettings settings, ChallengerGate gate, TrainerMeters meters) {
        this.selector = selector;
        this.settings = settings;
        this.gate = gate;
        this.meters = meters;
    }

    /** Returns whether a training runs, or has ended and was not collected. */
    public boolean isBusy() {
        return running.isPresent();
    }

    /**
     * Starts a training.
     *
     * @throws IllegalStateException if a training runs, or has ended and was not collected
     */
    public void start(TrainingJob job) {
        if (isBusy()) {
            throw new IllegalStateException("a training runs already");
        }
        ProgressReporter progress = new ProgressReporter(job.layout(), meters);
        ChallengerTraining training = new ChallengerTraining(selector, settings, gate, progress);
        Future<TrainingResult> future = executor.submit(() -> {
            // The learning code does not know the layout; this adds it to its log messages.
            MDC.put("layout", job.layout());
            try {
                return training.run(job);
            } finally {
                MDC.remove("layout");
            }
        });
        running = Optional.of(new Running(job, future, progress, System.nanoTime()));
    }

    /**
     * Returns the training that has ended since the last call.
     *
     * @throws Error if the training threw an {@code Error}, after which the process must not continue
     */
    public Optional<FinishedTraining> collect() throws InterruptedException {
        if (running.isEmpty() || !running.get().future().isDone()) {
            return Optional.empty();
        }
        Running training = running.get();
        running = Optional.empty();
        return Optional.of(new FinishedTraining(
                training.job(),
                resultOf(training.future()),
                Duration.ofNanos(System.nanoTime() - training.startNanos())));
    }

    private static TrainingResult resultOf(Future<TrainingResult> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return new TrainingResult.Failed(e.getCause() instanceof Exception cause ? cause : e);
        } catch (CancellationException e) {
            return new TrainingResult.Failed(e);
        }
    }

    /**
     * Cancels the training that runs; its result is lost. The thread is interrupted only if it does not end in time,
     * because an interrupt could break the engine while it loads.
     */
    @Override
    public void close() {
        running.ifPresent(training -> training.progress().cancelled = true);
        running = Optional.empty();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                LOG.atWarn().addKeyValue("seconds", CLOSE_SECONDS).log("cancelled training did not end in time");
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class ProgressReporter implements TrainingListener {
        private final String layout;
        private final TrainerMeters meters;
        private volatile boolean cancelled;

        ProgressReporter(String layout, TrainerMeters meters) {
            this.layout = layout;
            this.meters = meters;
        }

        @Override
        public void onEpoch(TrainingProgress progress) {
            meters.recordProgress(layout, progress);
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
