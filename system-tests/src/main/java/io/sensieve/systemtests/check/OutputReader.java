package io.sensieve.systemtests.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.benchmarks.common.BackgroundTask;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.systemtests.load.PoisonPillLedger;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads all outputs as a reader of committed records on its own thread, and adds them to ledgers. */
public final class OutputReader implements AutoCloseable {
    private final OutputLedger ledger;
    private final PoisonPillLedger poison;
    private final PartitionProgress flow;
    private final TopicReader reader;
    private volatile boolean stopped;
    private @Nullable BackgroundTask task;

    public OutputReader(
            Map<String, Object> clientSettings, OutputLedger ledger, PoisonPillLedger poison, PartitionProgress flow) {
        this.ledger = ledger;
        this.poison = poison;
        this.flow = flow;
        reader = new TopicReader(clientSettings);
        reader.assign(List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS, Topics.DEAD_LETTERS));
        reader.seekToBeginning();
    }

    public void start() {
        task = BackgroundTask.start("output-reader", this::run);
    }

    /**
     * Does nothing unless the reading thread has failed.
     *
     * @throws IllegalStateException with the failure as its cause
     */
    public void throwFailure() {
        if (task != null) {
            task.throwFailure();
        }
    }

    /** Stops the thread and reads the remaining outputs. */
    public void finish() throws InterruptedException {
        stopped = true;
        if (task != null) {
            task.join();
        }
        throwFailure();
        reader.readToEnd(this::accept);
    }

    @Override
    public void close() {
        stopped = true;
        if (task != null) {
            task.joinQuietly();
        }
        reader.close();
    }

    private void run() {
        while (!stopped) {
            reader.poll(this::accept);
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
            poison.addDeadLetter(record.key(), record.value(), record.headers());
        } else if (record.topic().equals(Topics.REDUCED.name())) {
            ReducedRecord value = decode(Topics.REDUCED, record);
            flow.addOutput(record.partition(), value.getTimestamp(), Instant.now());
            ledger.addReduced(new String(record.key(), UTF_8), value);
        } else {
            Reconstruction value = decode(Topics.RECONSTRUCTIONS, record);
            ledger.addReconstruction(new String(record.key(), UTF_8), value);
        }
    }

    private static <V> V decode(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
