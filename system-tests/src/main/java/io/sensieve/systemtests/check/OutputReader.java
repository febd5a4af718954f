package io.sensieve.systemtests.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.systemtests.load.PoisonLedger;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads all outputs as a reader of committed records, on its own thread, and enters them in the books. */
public final class OutputReader implements AutoCloseable {
    private final OutputLedger ledger;
    private final PoisonLedger poison;
    private final PartitionProgress flow;
    private final TopicReader reader;
    private final Thread thread = new Thread(this::run, "output-reader");
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    public OutputReader(
            Map<String, Object> clientSettings, OutputLedger ledger, PoisonLedger poison, PartitionProgress flow) {
        this.ledger = ledger;
        this.poison = poison;
        this.flow = flow;
        reader = new TopicReader(clientSettings);
        reader.assign(List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS, Topics.DEAD_LETTERS));
        reader.seekToBeginning();
    }

    public void start() {
        thread.start();
    }

    /** Throws what the thread has met, if anything. */
    public void check() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("the outputs cannot be read: " + thrown.getMessage(), thrown);
        }
    }

    /** Stops the thread and reads what is left. */
    public void finish() throws InterruptedException {
        stopped = true;
        thread.join();
        check();
        reader.readToEnd(this::accept);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }

    private void run() {
        try {
            while (!stopped) {
                reader.poll(this::accept);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
            poison.returned(record.key(), record.value(), record.headers());
        } else if (record.topic().equals(Topics.REDUCED.name())) {
            ReducedRecord value = decode(Topics.REDUCED, record);
            flow.arrived(record.partition(), value.getTimestamp(), Instant.now());
            ledger.reduced(new String(record.key(), UTF_8), value);
        } else {
            Reconstruction value = decode(Topics.RECONSTRUCTIONS, record);
            ledger.rebuilt(new String(record.key(), UTF_8), value);
        }
    }

    private static <V> V decode(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
