package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.sensieve.ModelChunk;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelChunks;
import io.sensieve.service.TopicCreator;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Creates topics, sends records and reads results on the broker of an integration test. */
final class Cluster implements AutoCloseable {
    private final Map<String, Object> client;
    final Admin admin;
    final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Cluster(KafkaCluster cluster) {
        client = Map.copyOf(cluster.getKafkaClientConfiguration());
        admin = Admin.create(client);
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("max.request.size", 12_000_000);
        settings.put("linger.ms", 5);
        // On a new topic a second batch may overtake a first that met no leader yet, which is then refused for ever.
        settings.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void createTopics() throws InterruptedException {
        TopicCreator.ensure(admin, Topics.all(), true);
    }

    void send(String device, byte @Nullable [] value) {
        send(new ProducerRecord<>(Topics.RECORDS.name(), device.getBytes(UTF_8), value));
    }

    void publish(TestSelection published) {
        Selection selection = published.selection();
        String layout = selection.getLayout();
        for (ModelChunk chunk : ModelChunks.split(published.model())) {
            put(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
        }
        put(Topics.SELECTIONS, Keys.selection(layout, selection.getVersion()), selection);
        put(
                Topics.SELECTIONS,
                Keys.current(layout),
                new SelectionPointer(layout, selection.getVersion(), Instant.now(), false, ByteBuffer.allocate(0)));
        producer.flush();
    }

    private <V> void put(Topic<String, V> topic, String key, V value) {
        send(new ProducerRecord<>(
                topic.name(),
                key.getBytes(UTF_8),
                topic.valueSerde().serializer().serialize(topic.name(), value)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record, (metadata, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Returns all committed records of a topic, from its beginning to its present end. */
    List<ConsumerRecord<byte[], byte[]>> readAll(Topic<?, ?> topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicScan.ofTopics(consumer, List.of(topic)).forEach(all::add);
        }
        return all;
    }

    /** Returns the number of input records that a consumer group has committed. */
    long committed(String group) {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(Topics.RECORDS.name()) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the number of members of a stable consumer group that read input partitions. */
    long readers(String group) throws InterruptedException {
        try {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .filter(description -> description.groupState() == GroupState.STABLE)
                    .flatMap(description -> description.members().stream())
                    .filter(member -> member.assignment().topicPartitions().stream()
                            .anyMatch(partition -> partition.topic().equals(Topics.RECORDS.name())))
                    .count();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    /** Returns the number of input records. */
    long sent() {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < Topics.RECORDS.partitions(); i++) {
                partitions.add(new TopicPartition(Topics.RECORDS.name(), i));
            }
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(info -> info.offset())
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        if (failure.get() != null) {
            throw new IllegalStateException("a record was not sent", failure.get());
        }
    }
}
