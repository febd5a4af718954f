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

/** Kafka Streams' configuration. */
public final class StreamsProperties {
    /** A dead letter holds as much as an input record may, and its headers. */
    private static final int DEAD_LETTER_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

    /** By default a batch holds six reconstructions of 617 channels, and each batch costs the broker as much. */
    private static final int BATCH_BYTES = 128 * 1024;

    private StreamsProperties() {}

    /** What the app needs, and over it what the user sets under {@code kafka.}. */
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
        // Each task reads one partition: there is no other to wait for, and waiting costs a message a round.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, Long.toString(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
        // What 5.0 will do anyway; the constant is deprecated for that reason.
        properties.put("processing.exception.handler.global.enabled", "true");
        // Of what comes in only the drift's partial sums are decoded by Kafka Streams itself: those that another
        // release
        // wrote are no reason to end.
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        // A publication is one transaction: half of one, or an aborted one, must not be seen whatever the guarantee.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        putUnlessGiven(
                properties,
                settings,
                StreamsConfig::producerPrefix,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                DEAD_LETTER_BYTES);
        putUnlessGiven(
                properties, settings, StreamsConfig::producerPrefix, ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        if (ReconstructionSettings.of(settings).written()) {
            putUnlessGiven(
                    properties, settings, StreamsConfig::producerPrefix, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        }
        // Only a poll reads from the socket. What the system can hold meanwhile, a poll need not wait for.
        putUnlessGiven(
                properties,
                settings,
                StreamsConfig::consumerPrefix,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG,
                Selectable.USE_DEFAULT_BUFFER_SIZE);
        properties.putAll(settings.kafka());
        return properties;
    }

    /**
     * Shows {@code records} what is polled, unless the user has interceptors of his own: then nothing is rebuilt before
     * its turn.
     */
    static void show(Properties properties, PolledRecords records) {
        String key = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
        if (Stream.of(key, StreamsConfig.consumerPrefix(key), StreamsConfig.mainConsumerPrefix(key))
                .noneMatch(properties::containsKey)) {
            properties.put(StreamsConfig.mainConsumerPrefix(key), PolledRecordsInterceptor.class.getName());
            properties.put(StreamsConfig.mainConsumerPrefix(PolledRecordsInterceptor.POLLED_RECORDS), records);
        }
    }

    /** A key with a prefix hides the one without, so that it must not be set where the user sets the latter. */
    private static void putUnlessGiven(
            Properties properties, Settings settings, UnaryOperator<String> prefix, String key, int value) {
        if (!settings.kafka().containsKey(key)) {
            properties.put(prefix.apply(key), Integer.toString(value));
        }
    }
}
