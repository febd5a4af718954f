package sensieve.topic;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import sensieve.service.SettingException;

/** Sees to it that the topics exist before a process uses them. */
public final class TopicSetup {
    private TopicSetup() {}

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
            throw new KafkaException("topics cannot be listed or created: " + e.getCause(), e);
        }
    }
}
