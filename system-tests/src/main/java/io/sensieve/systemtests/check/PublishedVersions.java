package io.sensieve.systemtests.check;

import io.sensieve.ModelChunk;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.systemtests.load.NumberedSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads all versions that a reader of committed records can see; relies on topics that are not compacted yet. */
public final class PublishedVersions {
    private final Map<Integer, Selection> selections = new HashMap<>();
    private final Set<Integer> pointers = new HashSet<>();
    private final Map<String, ModelChunk> chunks = new HashMap<>();

    /** Reads the topics from start to end. */
    public PublishedVersions(Map<String, Object> clientSettings) {
        try (TopicReader reader = new TopicReader(clientSettings)) {
            reader.assign(List.of(Topics.SELECTIONS, Topics.MODELS));
            reader.seekToBeginning();
            reader.readToEnd(this::accept);
        }
    }

    public int count() {
        return pointers.size();
    }

    /** Whether the selection, the pointer and the whole model of a version are as published. */
    public boolean isComplete(int version) {
        Selection selection = selections.get(version);
        NumberedSelection expected = NumberedSelection.of(version);
        if (selection == null || !pointers.contains(version) || !selection.equals(expected.selection())) {
            return false;
        }
        try {
            byte[] file = ModelChunks.join(
                    selection.getModel(),
                    Integer.MAX_VALUE,
                    index -> Optional.ofNullable(
                            chunks.get(Keys.chunk(selection.getModel().getSha256(), index))));
            return Arrays.equals(file, expected.modelFile());
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
