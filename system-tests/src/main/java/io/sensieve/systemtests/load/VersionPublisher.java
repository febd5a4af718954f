package io.sensieve.systemtests.load;

import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.SelectionPointer;
import io.sensieve.benchmarks.common.BackgroundTask;
import io.sensieve.model.ModelChunks;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes new versions continuously as the trainer does: model chunks, selection, pointer and tombstones of surplus
 * versions in one transaction. Some transactions are aborted; others are left open until the next producer fences the
 * first, as after the death of a trainer.
 */
public final class VersionPublisher implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "torture-trainer";
    private static final int KEPT = 5;
    private static final double FAULTY_SHARE = 0.1;

    private final Map<String, Object> clientSettings;
    private final Duration interval;
    private final Random random;
    private final List<NumberedSelection> kept = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private @Nullable Producer<byte[], byte[]> producer;
    private int version;
    private volatile boolean stopped;
    private @Nullable BackgroundTask task;

    /** Outcome of the transaction of a version. */
    public enum Outcome {
        COMMITTED,
        ABORTED,
        /** All records were sent; the next producer with the same transactional id aborts the transaction. */
        LEFT_OPEN,
        /** The producer reported an error; the transaction may have been committed nevertheless. */
        FAILED
    }

    /** @param interval mean time between two versions */
    public VersionPublisher(Map<String, Object> clientSettings, Duration interval, long seed) {
        this.clientSettings = clientSettings;
        this.interval = interval;
        this.random = new Random(seed);
    }

    /** Starts publishing; the first version follows immediately. */
    public void start() {
        task = BackgroundTask.start("version-publisher", this::run);
    }

    /** Stops after the current version. */
    public void finish() throws InterruptedException {
        stopped = true;
        if (task != null) {
            task.join();
        }
        throwFailure();
    }

    /** Number of versions by outcome. */
    public synchronized Map<Outcome, Integer> outcomes() {
        return new EnumMap<>(outcomes);
    }

    @Override
    public void close() {
        stopped = true;
        if (task != null) {
            task.interrupt();
        }
    }

    /**
     * Does nothing unless the publishing thread has failed.
     *
     * @throws IllegalStateException with the failure as its cause
     */
    public void throwFailure() {
        if (task != null) {
            task.throwFailure();
        }
    }

    private void run() throws InterruptedException {
        try {
            while (!stopped) {
                NumberedSelection next = NumberedSelection.of(++version);
                Outcome outcome = publish(next, version == 1 ? Outcome.COMMITTED : drawOutcome());
                synchronized (this) {
                    outcomes.merge(outcome, 1, Integer::sum);
                }
                TimeUnit.MILLISECONDS.sleep((long) (interval.toMillis() * (0.5 + random.nextDouble())));
            }
        } finally {
            drop();
        }
    }

    private Outcome drawOutcome() {
        double drawn = random.nextDouble();
        return drawn < FAULTY_SHARE
                ? Outcome.ABORTED
                : drawn < 2 * FAULTY_SHARE ? Outcome.LEFT_OPEN : Outcome.COMMITTED;
    }

    private Outcome publish(NumberedSelection next, Outcome outcome) {
        try {
            Producer<byte[], byte[]> open = open();
            open.beginTransaction();
            List<NumberedSelection> surplus = kept.subList(0, Math.max(0, kept.size() + 1 - KEPT));
            sendAll(open, next, surplus);
            switch (outcome) {
                case COMMITTED -> {
                    open.commitTransaction();
                    surplus.clear();
                    kept.add(next);
                }
                case ABORTED -> {
                    open.flush();
                    open.abortTransaction();
                }
                default -> {
                    open.flush();
                    drop();
                }
            }
            return outcome;
        } catch (KafkaException | IllegalStateException e) {
            drop();
            return Outcome.FAILED;
        }
    }

    private void sendAll(Producer<byte[], byte[]> open, NumberedSelection next, List<NumberedSelection> surplus) {
        for (NumberedSelection leaving : surplus) {
            ModelReference model = leaving.selection().getModel();
            for (int i = 0; i < model.getChunks(); i++) {
                write(open, Topics.MODELS, Keys.chunk(model.getSha256(), i), null);
            }
            int number = leaving.selection().getVersion();
            write(open, Topics.SELECTIONS, Keys.selection(NumberedRecords.LAYOUT, number), null);
        }
        int number = next.selection().getVersion();
        for (ModelChunk chunk : ModelChunks.split(next.modelFile())) {
            send(open, Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
        }
        send(open, Topics.SELECTIONS, Keys.selection(NumberedRecords.LAYOUT, number), next.selection());
        send(
                open,
                Topics.SELECTIONS,
                Keys.current(NumberedRecords.LAYOUT),
                new SelectionPointer(NumberedRecords.LAYOUT, number, Instant.now(), false, ByteBuffer.allocate(0)));
    }

    private static <V> void send(Producer<byte[], byte[]> open, Topic<String, V> topic, String key, V value) {
        write(open, topic, key, topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    private static void write(
            Producer<byte[], byte[]> open, Topic<String, ?> topic, String key, byte @Nullable [] value) {
        open.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Returns the producer; a new one fences the previous one and aborts its open transaction. */
    private Producer<byte[], byte[]> open() {
        if (producer == null) {
            Map<String, Object> settings = new HashMap<>(clientSettings);
            settings.put("transactional.id", TRANSACTIONAL_ID);
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
        }
        return producer;
    }

    private void drop() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
