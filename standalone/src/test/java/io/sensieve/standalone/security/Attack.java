package io.sensieve.standalone.security;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tries operations of a user with separate clients; true if the broker allows them. */
record Attack(Map<String, String> login) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] KEY = {'k'};

    /** Writes a tombstone under a key that nothing uses. */
    boolean writes(String topic) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put("enable.idempotence", false);
        settings.put("max.block.ms", 15_000);
        try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
            return isAllowed(() ->
                    producer.send(new ProducerRecord<>(topic, 0, KEY, null)).get());
        }
    }

    /** Reads a topic that holds a record. */
    boolean reads(String topic) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(new HashMap<>(login))) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            return isAllowed(() -> {
                consumer.seekToBeginning(List.of(partition));
                pollUntilSomething(consumer);
            });
        }
    }

    /** Joins a consumer group that reads {@code topic}. */
    boolean joins(String group, String topic) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            consumer.subscribe(List.of(topic));
            return isAllowed(() -> pollUntilSomething(consumer));
        }
    }

    /** Initialises transactions under a transactional id, which fences its owner. */
    boolean takes(String transactionalId) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put("transactional.id", transactionalId);
        try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
            return isAllowed(producer::initTransactions);
        }
    }

    /** Whether an administrative operation succeeds. */
    static boolean isDone(KafkaFuture<?> asked) throws InterruptedException {
        return isAllowed(asked::get);
    }

    private static void pollUntilSomething(KafkaConsumer<byte[], byte[]> consumer) {
        Instant end = Instant.now().plus(PATIENCE);
        while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("neither a record nor a refusal came");
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** An operation of a client. */
    private interface Act {
        void run() throws ExecutionException, InterruptedException;
    }

    private static boolean isAllowed(Act act) throws InterruptedException {
        try {
            act.run();
            return true;
        } catch (AuthorizationException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw new IllegalStateException(e);
        }
    }
}
