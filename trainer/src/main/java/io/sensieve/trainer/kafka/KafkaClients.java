package io.sensieve.trainer.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates the trainer's Kafka clients. The user's {@code kafka.*} settings override the trainer's defaults; settings
 * that correctness depends on override both.
 */
public final class KafkaClients {
    private static final int SETUP_TIMEOUT_MS = 15_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaSettings settings;
    private final MeterRegistry meters;

    /**
     * Creates a factory of clients.
     *
     * @param meters receives the meters of each client until the client is closed
     */
    public KafkaClients(KafkaSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
    }

    /** Creates an admin client. */
    public Admin admin() {
        return Admin.create(merge(
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        SETUP_TIMEOUT_MS,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        SETUP_TIMEOUT_MS),
                Map.of()));
    }

    /**
     * Creates a consumer that reads requests as a member of the trainers' group. The cooperative assignor leaves the
     * partition with its owner when another trainer joins, so that a join does not cancel a training.
     */
    public Metered<Consumer<byte[], byte[]>> groupMember() {
        return consumer(merge(
                Map.of(
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        10_000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        1_000),
                withConsumerConfig(Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        settings.consumerGroup(),
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        CooperativeStickyAssignor.class.getName()))));
    }

    /** Creates a consumer without a group, to which partitions are assigned by hand. */
    public Metered<Consumer<byte[], byte[]>> reader() {
        return consumer(merge(Map.of(), withConsumerConfig(Map.of())));
    }

    /** Creates a producer of transactions under the transactional id that all trainers share. */
    public Metered<Producer<byte[], byte[]>> transactionalProducer() {
        Map<String, Object> config =
                merge(Map.of(), Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId()));
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaClientMetrics binder = new KafkaClientMetrics(producer);
        binder.bindTo(meters);
        return new Metered<>(producer, () -> {
            binder.close();
            producer.close(CLOSE_TIMEOUT);
        });
    }

    private Metered<Consumer<byte[], byte[]>> consumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaClientMetrics binder = new KafkaClientMetrics(consumer);
        binder.bindTo(meters);
        return new Metered<>(consumer, () -> {
            binder.close();
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        });
    }

    private static Map<String, Object> withConsumerConfig(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return all;
    }

    private Map<String, Object> merge(Map<String, Object> defaults, Map<String, Object> forced) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(settings.clients());
        all.putAll(forced);
        return all;
    }
}
