package io.sensieve.streams;

import io.sensieve.service.Settings;
import io.sensieve.streams.prefetch.PolledRecords;
import io.sensieve.streams.prefetch.PolledRecordsInterceptor;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/** Derives the configuration of Kafka Streams from the settings. */
public final class StreamsProperties {
    /** A dead letter has the size of an input record plus headers. */
    private static final int DEAD_LETTER_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

    /** Kafka's default batch holds six reconstructions of 617 channels, and the broker's cost is per batch. */
    private static final int BATCH_BYTES = 128 * 1024;

    private StreamsProperties() {}

    /** Returns the configuration that the app needs, overridden by what the user sets under {@code kafka.}. */
    public static Properties of(Settings settings) {
        Properties properties = new Properties();
        KafkaStreamsSettings own = KafkaStreamsSettings.of(settings);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, own.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, own.guarantee());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(own.threads()));
        if (!own.stateDir().isEmpty()) {
            properties.put(StreamsConfig.STATE_DIR_CONFIG, own.stateDir());
        }
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        // Each task reads one partition, so that it need not wait for data of other partitions.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, Long.toString(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
        // The default of Kafka 5.0, for which reason the constant is deprecated.
        properties.put("processing.exception.handler.global.enabled", "true");
        // Kafka Streams itself decodes only the partial sums of the drift. Those of another release must not end the
        // process.
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        // A publication is one transaction, which must be read completely or not at all, whatever the guarantee.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        putUnlessSet(
                properties,
                settings,
                StreamsConfig::producerPrefix,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                DEAD_LETTER_BYTES);
        putUnlessSet(
                properties, settings, StreamsConfig::producerPrefix, ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        if (ReconstructionSettings.of(settings).written()) {
            putUnlessSet(
                    properties, settings, StreamsConfig::producerPrefix, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        }
        // Only a poll reads from the socket: the larger the system's buffer, the less a poll waits.
        putUnlessSet(
                properties,
                settings,
                StreamsConfig::consumerPrefix,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG,
                Selectable.USE_DEFAULT_BUFFER_SIZE);
        properties.putAll(settings.kafka());
        return properties;
    }

    /**
     * Adds the interceptor that collects polled records, unless the user configures interceptors: then no record is
     * reconstructed before its turn.
     */
    static void addInterceptor(Properties properties, PolledRecords records) {
        String key = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
        if (Stream.of(key, StreamsConfig.consumerPrefix(key), StreamsConfig.mainConsumerPrefix(key))
                .noneMatch(properties::containsKey)) {
            properties.put(StreamsConfig.mainConsumerPrefix(key), PolledRecordsInterceptor.class.getName());
            properties.put(StreamsConfig.mainConsumerPrefix(PolledRecordsInterceptor.POLLED_RECORDS), records);
        }
    }

    /** A key with a prefix overrides the key without prefix, and must not be set if the user sets the latter. */
    private static void putUnlessSet(
            Properties properties, Settings settings, UnaryOperator<String> prefix, String key, int value) {
        if (!settings.kafka().containsKey(key)) {
            properties.put(prefix.apply(key), Integer.toString(value));
        }
    }
}
