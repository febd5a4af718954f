package io.sensieve.trainer.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.sensieve.trainer.settings.TrainerSettings;
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

/** Makes the trainer's clients: our defaults, over them the user's {@code kafka.*}, over them what must hold. */
public final class KafkaClients {
    private static final int SETUP_TIMEOUT_MS = 15_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final TrainerSettings settings;
    private final MeterRegistry meters;

    /** A client with its meters, which go when it is closed. */
    public record Metered<C>(C client, KafkaClientMetrics meters, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            meters.close();
            closing.run();
        }
    }

    public KafkaClients(TrainerSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
    }

    public Admin admin() {
        return Admin.create(merged(
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        SETUP_TIMEOUT_MS,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        SETUP_TIMEOUT_MS),
                Map.of()));
    }

    /**
     * Reads requests as a member of the trainers' group. The cooperative assignor leaves the partition with its owner
     * when another trainer joins, so that a training is not broken off for it.
     */
    public Metered<Consumer<byte[], byte[]>> election() {
        return metered(new KafkaConsumer<>(
                merged(
                        Map.of(
                                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                                10_000,
                                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                                1_000),
                        reading(Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                settings.consumerGroup(),
                                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                CooperativeStickyAssignor.class.getName()))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    }

    /** Reads without a group; partitions are assigned by hand. */
    public Metered<Consumer<byte[], byte[]>> reader() {
        return metered(new KafkaConsumer<>(
                merged(Map.of(), reading(Map.of())), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Writes transactions under the trainers' one id. */
    public Metered<Producer<byte[], byte[]>> publisher() {
        Map<String, Object> merged =
                merged(Map.of(), Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId()));
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(merged, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaClientMetrics binder = new KafkaClientMetrics(producer);
        binder.bindTo(meters);
        return new Metered<>(producer, binder, () -> producer.close(CLOSE_TIMEOUT));
    }

    private Metered<Consumer<byte[], byte[]>> metered(Consumer<byte[], byte[]> consumer) {
        KafkaClientMetrics binder = new KafkaClientMetrics(consumer);
        binder.bindTo(meters);
        return new Metered<>(consumer, binder, () -> consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT)));
    }

    private static Map<String, Object> reading(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return all;
    }

    private Map<String, Object> merged(Map<String, Object> defaults, Map<String, Object> forced) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(settings.kafka());
        all.putAll(forced);
        return all;
    }
}
