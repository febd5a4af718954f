package io.sensieve.trainer;

import static org.awaitility.Awaitility.await;

import io.sensieve.ModelChunk;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.service.Settings;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.settings.TrainerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes to and reads from a test's broker as devices and apps do. */
public final class KafkaFixture implements AutoCloseable {
    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    public KafkaFixture(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    /** A trainer's settings: small windows, few epochs, no waiting, and what the test says. */
    public Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", bootstrapServers,
                "http.port", "0",
                "train.k", "3",
                "train.decoder.epochs", "10",
                "train.hidden", "16",
                "window.rows", "200",
                "window.min.rows", "100",
                "retrain.cooldown.ms", "0"));
        all.putAll(more);
        return Settings.of(TrainerSettings.definition(), all);
    }

    void sendBytes(String topic, String key, byte @Nullable [] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    <V> void send(Topic<String, V> topic, String key, V value) {
        sendBytes(topic.name(), key, topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    /** Does what a second active trainer would: takes the transactional id. */
    void fence(String transactionalId) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", transactionalId);
        try (KafkaProducer<String, byte[]> other =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            other.initTransactions();
        }
    }

    void flush() {
        producer.flush();
    }

    /** The newest committed record of each key; a tombstone deletes. */
    public <V> Map<String, V> table(Topic<String, V> topic) {
        Map<String, V> table = new LinkedHashMap<>();
        read(topic, record -> {
            if (record.value() == null) {
                table.remove(record.key());
            } else {
                table.put(record.key(), record.value());
            }
        });
        return table;
    }

    /** What became of the retrains of a layout, oldest first. */
    public List<RetrainOutcome> outcomes(String layout) {
        List<RetrainOutcome> outcomes = new ArrayList<>();
        read(Topics.RETRAINS, record -> {
            if (record.key().equals(layout)) {
                outcomes.add(record.value());
            }
        });
        return outcomes;
    }

    private <V> void read(Topic<String, V> topic, Consumer<ConsumerRecord<String, V>> sink) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                config, new StringDeserializer(), topic.valueSerde().deserializer())) {
            TopicScan.ofTopics(consumer, List.of(topic)).forEach(sink);
        }
    }

    /** Version that the layout's pointer names; 0 where there is none. */
    public int currentVersion(String layout) {
        SpecificRecord pointer = table(Topics.SELECTIONS).get(Keys.current(layout));
        return pointer instanceof SelectionPointer known ? known.getVersion() : 0;
    }

    /** A selection with its model, checked as the app does; its parts become visible partition by partition. */
    public LoadedSelection load(String layout, int version) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> loadNow(layout, version), loaded -> true);
    }

    private LoadedSelection loadNow(String layout, int version) {
        Map<String, ModelChunk> chunks = table(Topics.MODELS);
        if (table(Topics.SELECTIONS).get(Keys.selection(layout, version)) instanceof Selection selection) {
            byte[] file = ModelChunks.join(
                    selection.getModel(),
                    10_000_000,
                    index -> Optional.ofNullable(
                            chunks.get(Keys.chunk(selection.getModel().getSha256(), index))));
            return LoadedSelection.of(selection, file, Optional.empty());
        }
        throw new IllegalStateException("no selection " + layout + "/" + version);
    }

    /** Position that a group has committed on the requests; -1 where there is none. */
    public long answeredUpTo(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0));
            return committed == null ? -1 : committed.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("offsets cannot be listed", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
