package sensieve.trainer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensieve.ModelReference;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.SensorLayout;
import sensieve.topic.Keys;
import sensieve.topic.Topics;

/** What the compacted topics say of each layout: its channels, the versions that are kept, the one in force. */
final class SelectionDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionDirectory.class);

    private final Map<String, Entry> entries = new HashMap<>();

    /** What remains of a selection here. */
    record Version(int number, int channels, ModelReference model) {}

    private static final class Entry {
        private Optional<SensorLayout> layout = Optional.empty();
        private Optional<SelectionPointer> current = Optional.empty();
        private final NavigableMap<Integer, Version> versions = new TreeMap<>();
        private int highest;
    }

    /** Takes a record of one of the topics; an unreadable one changes nothing. */
    void apply(String topic, @Nullable String key, byte @Nullable [] value) {
        if (key == null) {
            return;
        }
        try {
            if (topic.equals(Topics.LAYOUTS.name())) {
                Optional<SensorLayout> layout = Optional.ofNullable(
                        Topics.LAYOUTS.valueSerde().deserializer().deserialize(topic, value));
                if (Keys.isLayout(key)) {
                    entry(key).layout = layout;
                }
            } else {
                applySelection(
                        key, Topics.SELECTIONS.valueSerde().deserializer().deserialize(topic, value));
            }
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", e.getMessage())
                    .log("unreadable record in a compacted topic is ignored");
        }
    }

    private void applySelection(String key, @Nullable SpecificRecord value) {
        int slash = key.lastIndexOf('/');
        String layout = slash < 0 ? "" : key.substring(0, slash);
        if (!Keys.isLayout(layout)) {
            return;
        }
        Entry entry = entry(layout);
        if (value instanceof SelectionPointer pointer && key.equals(Keys.current(layout))) {
            entry.current = Optional.of(pointer);
            entry.highest = Math.max(entry.highest, pointer.getVersion());
        } else if (value instanceof Selection selection && key.equals(Keys.selection(layout, selection.getVersion()))) {
            int number = selection.getVersion();
            entry.versions.put(
                    number, new Version(number, selection.getChannelNames().size(), selection.getModel()));
            entry.highest = Math.max(entry.highest, number);
        } else if (value == null && key.equals(Keys.current(layout))) {
            entry.current = Optional.empty();
        } else if (value == null && key.substring(slash + 1).matches("\\d{1,9}")) {
            entry.versions.remove(Integer.valueOf(key.substring(slash + 1)));
        }
    }

    /** A selection of ours is in force, and {@code surplus} are gone. */
    void published(Selection selection, SelectionPointer pointer, List<Version> surplus) {
        Entry entry = entry(selection.getLayout());
        surplus.forEach(version -> entry.versions.remove(version.number()));
        applySelection(Keys.selection(selection.getLayout(), selection.getVersion()), selection);
        applySelection(Keys.current(selection.getLayout()), pointer);
    }

    /** Model files that only {@code leaving} versions of the layout refer to, and {@code coming} does not. */
    List<ModelReference> orphans(String layout, List<Version> leaving, ModelReference coming) {
        return leaving.stream()
                .map(Version::model)
                .filter(model -> !model.getSha256().equals(coming.getSha256()))
                .filter(model -> !isReferred(model.getSha256(), layout, leaving))
                .distinct()
                .toList();
    }

    /** The layout's channels, where they are known. */
    Optional<SensorLayout> layout(String layout) {
        return find(layout).flatMap(entry -> entry.layout);
    }

    /** The pointer to the selection in force; none where it points at nothing. */
    Optional<SelectionPointer> current(String layout) {
        return find(layout)
                .flatMap(entry -> entry.current.filter(pointer -> entry.versions.containsKey(pointer.getVersion())));
    }

    /** Version in force; 0 where there is none. */
    int currentVersion(String layout) {
        return current(layout).map(SelectionPointer::getVersion).orElse(0);
    }

    /** When the selection in force was published. */
    Optional<Instant> publishedAt(String layout) {
        return current(layout).map(SelectionPointer::getPublishedAt);
    }

    /** Number of channels: of the layout's record, else of the selection in force, else unknown. */
    Optional<Integer> channelCount(String layout) {
        return layout(layout).map(record -> record.getChannels().size()).or(() -> currentChannelCount(layout));
    }

    /** Number of channels of the selection in force. */
    Optional<Integer> currentChannelCount(String layout) {
        return inForce(layout).map(Version::channels);
    }

    /** The selection in force. */
    Optional<Version> inForce(String layout) {
        return find(layout)
                .flatMap(entry -> current(layout)
                        .flatMap(pointer -> Optional.ofNullable(entry.versions.get(pointer.getVersion()))));
    }

    /** The version that a new selection gets. */
    int nextVersion(String layout) {
        return find(layout).map(entry -> entry.highest).orElse(0) + 1;
    }

    /** Versions to delete when one more is published, so that {@code kept} remain. */
    List<Version> surplus(String layout, int kept) {
        NavigableMap<Integer, Version> versions =
                find(layout).map(entry -> entry.versions).orElseGet(TreeMap::new);
        List<Version> ascending = new ArrayList<>(versions.values());
        return ascending.subList(0, Math.max(0, ascending.size() + 1 - kept));
    }

    private boolean isReferred(String sha256, String layout, List<Version> leaving) {
        return entries.entrySet().stream()
                .anyMatch(entry -> entry.getValue().versions.values().stream()
                        .filter(version -> !entry.getKey().equals(layout) || !leaving.contains(version))
                        .anyMatch(version -> version.model().getSha256().equals(sha256)));
    }

    /** Names of all layouts that anything is known of. */
    List<String> layouts() {
        return List.copyOf(entries.keySet());
    }

    private Optional<Entry> find(String layout) {
        return Optional.ofNullable(entries.get(layout));
    }

    private Entry entry(String layout) {
        return entries.computeIfAbsent(layout, name -> new Entry());
    }
}
