package io.sensieve.trainer.kafka;

import io.sensieve.service.Settings;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the trainer's Kafka clients.
 *
 * @param consumerGroup group that elects the active trainer
 * @param transactionalId id of the producer that publishes; fences the former active trainer
 * @param clients settings that are passed to all clients
 */
public record KafkaSettings(String consumerGroup, String transactionalId, Map<String, String> clients) {
    public static final String CONSUMER_GROUP = "consumer.group";
    public static final String TRANSACTIONAL_ID = "transactional.id";

    private static final String DEFAULT_NAME = "sensieve-trainer";

    public KafkaSettings {
        clients = Map.copyOf(clients);
    }

    /** Adds the keys to {@code definition}. */
    public static void define(ConfigDef definition) {
        definition
                .define(
                        TRANSACTIONAL_ID,
                        Type.STRING,
                        DEFAULT_NAME,
                        new NonEmptyString(),
                        Importance.LOW,
                        "Transactional id of the producer that publishes; the same for all trainers of a deployment, so"
                                + " that a new active trainer fences the former one.")
                .define(
                        CONSUMER_GROUP,
                        Type.STRING,
                        DEFAULT_NAME,
                        new NonEmptyString(),
                        Importance.LOW,
                        "Consumer group of the trainers: one member is the active trainer, the others are standbys.");
    }

    /** Reads validated settings. */
    public static KafkaSettings of(Settings settings) {
        return new KafkaSettings(
                settings.getString(CONSUMER_GROUP), settings.getString(TRANSACTIONAL_ID), settings.kafka());
    }
}
