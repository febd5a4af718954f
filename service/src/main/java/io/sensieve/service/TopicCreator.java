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

/** Creates missing topics before a process uses them. */
public final class TopicCreator {
    private static final String TIMEOUT_MS = "15000";

    private TopicCreator() {}

    /**
     * Creates missing topics with a new admin client; see {@link #ensure(Admin, Collection, boolean)}.
     *
     * @param clientSettings settings of the Kafka clients, including {@code bootstrap.servers}
     * @throws KafkaException if the brokers do not answer; the message names them
     */
    public static void ensure(Map<String, ?> clientSettings, Collection<Topic<?, ?>> topics, boolean create)
            throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        try (Admin admin = Admin.create(settings)) {
            ensure(admin, topics, create);
        } catch (KafkaException e) {
            throw unreachable(clientSettings, e);
        }
    }

    /** Creates an exception that names the address of the brokers. */
    public static KafkaException unreachable(Map<String, ?> clientSettings, KafkaException cause) {
        return new KafkaException(
                "Kafka at bootstrap.servers = " + clientSettings.get("bootstrap.servers")
                        + " does not answer as it should: " + cause.getMessage(),
                cause);
    }

    /**
     * Creates those of {@code topics} that do not exist.
     *
     * @param create value of {@code topics.create}
     * @throws SettingException if topics are missing and {@code create} is false
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
                            missing.stream().map(Topic::toNewTopic).toList())
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
