package io.sensieve.benchmarks.drift;

import io.sensieve.ReducedRecord;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.benchmarks.common.BackgroundTask;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Observes a running system as a reader of committed records: retrain requests, published versions, and the first
 * record of each version.
 */
final class VersionObserver implements AutoCloseable {
    private final TopicReader reader;
    private final BackgroundTask task;
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final Map<Integer, Selection> selections = new TreeMap<>();
    private final Map<Integer, Instant> published = new TreeMap<>();
    private final Map<Integer, Instant> used = new TreeMap<>();
    private volatile boolean closing;

    /** @param clientSettings settings of a Kafka client; the topics must exist */
    VersionObserver(Map<String, Object> clientSettings) {
        reader = new TopicReader(clientSettings);
        reader.assign(List.of(Topics.REDUCED, Topics.RETRAIN_REQUESTS, Topics.SELECTIONS));
        reader.seekToBeginning();
        task = BackgroundTask.start("version-observer", this::follow);
    }

    /** The highest version that has projected a record, or 0. */
    synchronized int latest() {
        task.throwFailure();
        return used.keySet().stream().mapToInt(version -> version).max().orElse(0);
    }

    /** Append time of the first record that a version projected. */
    synchronized Optional<Instant> used(int version) {
        return Optional.ofNullable(used.get(version));
    }

    /** Publication time of a version. */
    synchronized Optional<Instant> published(int version) {
        return Optional.ofNullable(published.get(version));
    }

    /** The selection of a version. */
    synchronized Optional<Selection> selection(int version) {
        return Optional.ofNullable(selections.get(version));
    }

    /** The first retrain request at or after a time. */
    synchronized Optional<RetrainRequest> request(Instant from) {
        return requests.stream()
                .filter(request -> !request.getRequestedAt().isBefore(from))
                .findFirst();
    }

    private void follow() {
        while (!closing) {
            reader.poll(this::take);
        }
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        if (record.topic().equals(Topics.REDUCED.name())) {
            ReducedRecord reduced = decoded(Topics.REDUCED, record);
            used.merge(
                    reduced.getSelectionVersion(),
                    Instant.ofEpochMilli(record.timestamp()),
                    (a, b) -> a.isBefore(b) ? a : b);
        } else if (record.topic().equals(Topics.RETRAIN_REQUESTS.name())) {
            requests.add(decoded(Topics.RETRAIN_REQUESTS, record));
        } else {
            Object value = decoded(Topics.SELECTIONS, record);
            if (value instanceof Selection selection) {
                selections.put(selection.getVersion(), selection);
            } else if (value instanceof SelectionPointer pointer) {
                published.put(pointer.getVersion(), pointer.getPublishedAt());
            }
        }
    }

    private static <V> V decoded(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }

    @Override
    public void close() {
        closing = true;
        task.joinQuietly();
        reader.close();
    }
}
