package io.sensieve.service;

import io.sensieve.topic.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Sees to it that the topics exist before a process uses them. */
public final class TopicCreator {
    private static final String PATIENCE_MS = "15000";

    private TopicCreator() {}

    /**
     * As {@link #ensure(Admin, Collection, boolean)}, by a client of its own.
     *
     * @param clientSettings of Kafka's clients, {@code bootstrap.servers} among them
     * @throws KafkaException if the brokers do not answer; the message names them
     */
    public static void ensure(Map<String, ?> clientSettings, Collection<Topic<?, ?>> topics, boolean create)
            throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        try (Admin admin = Admin.create(settings)) {
            ensure(admin, topics, create);
        } catch (KafkaException e) {
            throw unreachable(clientSettings, e);
        }
    }

    /** The failure, with the brokers' address. */
    public static KafkaException unreachable(Map<String, ?> clientSettings, KafkaException cause) {
        return new KafkaException(
                "Kafka at bootstrap.servers = " + clientSettings.get("bootstrap.servers")
                        + " does not answer as it should: " + cause.getMessage(),
                cause);
    }

    /**
     * Creates those of {@code topics} that do not exist.
     *
     * @param create whether they may be created
     * @throws SettingException if some are missing and may not be created
     */
    public static void ensure(Admin admin, Collection<Topic<?, ?>> topics, boolean create) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<Topic<?, ?>> missing = topics.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (!create) {
                throw new SettingException("Topics "
                        + missing.stream().map(Topic::name).collect(Collectors.joining(", "))
                        + " do not exist and topics.create = false: create them, or set topics.create = true");
            }
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            missing.stream().map(Topic::creation).toList())
                    .values();
            for (var future : created.values()) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TimeoutException timeout
                    ? new TimeoutException(
                            "topics cannot be listed or created in time: " + timeout.getMessage(), timeout)
                    : new KafkaException("topics cannot be listed or created: " + e.getCause(), e);
        }
    }
}
