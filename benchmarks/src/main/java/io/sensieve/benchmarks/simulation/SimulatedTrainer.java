package io.sensieve.benchmarks.simulation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.election.ActiveTrainer;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.kafka.Metered;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.settings.TrainerSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Runs an active trainer on real topics with a simulated clock. It works only within {@link #settle}, so that it has
 * read all sent records before the clock advances. Not thread-safe.
 */
public final class SimulatedTrainer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(1);

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Training> trainings = Collections.synchronizedList(new ArrayList<>());
    private final Metered<Consumer<byte[], byte[]>> election;
    private final ActiveTrainer activeTrainer;
    private long requests;

    /**
     * A finished training.
     *
     * @param warm whether the training could start from a champion
     * @param rows number of training rows
     * @param seconds duration
     */
    public record Training(boolean warm, int rows, double seconds) {}

    /**
     * Joins the election and becomes the active trainer.
     *
     * @param settings settings of the trainer service
     * @param clock simulated clock
     */
    public SimulatedTrainer(Settings settings, InstantSource clock) {
        TrainerSettings own = TrainerSettings.of(settings);
        KafkaClients clients = new KafkaClients(own.kafka(), registry);
        election = clients.groupMember();
        election.client().subscribe(List.of(Topics.RETRAIN_REQUESTS.name()));
        while (election.client().assignment().isEmpty()) {
            requests += election.client().poll(POLL).count();
        }
        Selector selector = own.learning().method().selector();
        activeTrainer = new ActiveTrainer(
                own,
                clients,
                WireFormat.singleObject(),
                new TimedSelector(selector),
                clock,
                new TrainerMeters(registry, own.window().layoutsMax()),
                election.client());
    }

    /** Counts and times the trainings of another selector. */
    private final class TimedSelector implements Selector {
        private final Selector timed;

        TimedSelector(Selector timed) {
            this.timed = timed;
        }

        @Override
        public TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
            long start = System.nanoTime();
            try {
                return timed.select(data, settings, listener);
            } finally {
                trainings.add(new Training(
                        data.champion().isPresent(),
                        data.train().length,
                        (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1)));
            }
        }

        @Override
        public boolean startsFromChampion() {
            return timed.startsFromChampion();
        }
    }

    /**
     * Reads all records and requests, decides once, and waits for the end of the training that this starts.
     *
     * @param records number of sent records
     * @param requests number of sent requests
     * @throws IllegalStateException if the trainer does not finish within minutes
     */
    public void settle(long records, long requests) {
        readAll(records, requests);
        activeTrainer.decide();
        readAll(records, requests);
    }

    private void readAll(long records, long requests) {
        long start = System.nanoTime();
        do {
            readOnce();
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("the trainer has read " + read() + " of " + records + " records and "
                        + this.requests + " of " + requests + " requests and makes no progress");
            }
        } while (read() < records || this.requests < requests || !activeTrainer.isReady());
    }

    private void readOnce() {
        try {
            ConsumerRecords<byte[], byte[]> arrived = election.client().poll(Duration.ZERO);
            requests += arrived.count();
            activeTrainer.read(arrived, POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private double read() {
        return count("sensieve.trainer.records.in") + count("sensieve.trainer.records.skipped");
    }

    private double count(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Finished trainings. */
    public List<Training> trainings() {
        synchronized (trainings) {
            return List.copyOf(trainings);
        }
    }

    @Override
    public void close() {
        activeTrainer.close();
        election.close();
        registry.close();
    }
}
