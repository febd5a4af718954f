package sensieve.benchmarks.torture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import sensieve.ModelChunk;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.model.ModelChunks;
import sensieve.model.RefusedSelectionException;
import sensieve.standalone.client.TopicReader;
import sensieve.topic.Keys;
import sensieve.topic.Topic;
import sensieve.topic.Topics;

/** What a reader of committed records ever saw of the versions; nothing was compacted away meanwhile. */
final class PublishedVersions {
    private final Map<Integer, Selection> selections = new HashMap<>();
    private final Set<Integer> pointers = new HashSet<>();
    private final Map<String, ModelChunk> chunks = new HashMap<>();

    /** Reads the topics from their start to their end. */
    PublishedVersions(Map<String, Object> clientSettings) {
        try (TopicReader reader = new TopicReader(clientSettings)) {
            reader.assign(List.of(Topics.SELECTIONS, Topics.MODELS));
            reader.seekToBeginning();
            reader.readToEnd(this::accept);
        }
    }

    int count() {
        return pointers.size();
    }

    /** Whether selection, pointer and the whole model of a version were there, as its publisher made them. */
    boolean isWhole(int version) {
        Selection selection = selections.get(version);
        NumberedSelection made = NumberedSelection.of(version);
        if (selection == null || !pointers.contains(version) || !selection.equals(made.selection())) {
            return false;
        }
        try {
            byte[] file = ModelChunks.join(
                    selection.getModel(),
                    Integer.MAX_VALUE,
                    index -> Optional.ofNullable(
                            chunks.get(Keys.chunk(selection.getModel().getSha256(), index))));
            return Arrays.equals(file, made.modelFile());
        } catch (RefusedSelectionException e) {
            return false;
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        if (record.topic().equals(Topics.MODELS.name())) {
            ModelChunk chunk = decode(Topics.MODELS, record);
            chunks.put(Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
        } else {
            SpecificRecord value = decode(Topics.SELECTIONS, record);
            if (value instanceof Selection selection) {
                selections.put(selection.getVersion(), selection);
            } else if (value instanceof SelectionPointer pointer) {
                pointers.add(pointer.getVersion());
            }
        }
    }

    private static <V> V decode(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
