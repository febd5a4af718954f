package io.sensieve.trainer.publish;

import io.sensieve.ChannelRole;
import io.sensieve.ModelReference;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
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

/** What the compacted topics say of each layout: its channels, the versions that are kept, the one in force. */
public final class SelectionDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionDirectory.class);

    private final WireFormat format;
    private final Map<String, Entry> entries = new HashMap<>();
    private final TrustedKeys trustedKeys;

    /**
     * What remains of a selection here.
     *
     * @param channels D
     * @param chosen indices of the K chosen channels, ascending
     * @param champion the version that was in force before
     * @param republishOf the version that it repeats; 0 where it was trained
     * @param faulty channels that were not to be chosen
     */
    public record Version(
            int number,
            int channels,
            ModelReference model,
            List<Integer> chosen,
            int champion,
            int republishOf,
            List<Integer> faulty) {
        static Version of(Selection selection) {
            return new Version(
                    selection.getVersion(),
                    selection.getChannelNames().size(),
                    selection.getModel(),
                    selection.getChannels().stream()
                            .map(SelectedChannel::getIndex)
                            .toList(),
                    selection.getProvenance().getChampionVersion(),
                    selection.getProvenance().getRepublishOf(),
                    List.copyOf(selection.getProvenance().getFaulty()));
        }
    }

    private static final class Entry {
        private Optional<SensorLayout> layout = Optional.empty();
        private Optional<SelectionPointer> current = Optional.empty();
        private final NavigableMap<Integer, Version> versions = new TreeMap<>();
        private int highest;
    }

    /**
     * Knows nothing yet.
     *
     * @param format of the topics
     * @param trustedKeys whose signature selections and pointers must bear; others are as if they were not there
     */
    public SelectionDirectory(WireFormat format, TrustedKeys trustedKeys) {
        this.format = format;
        this.trustedKeys = trustedKeys;
    }

    /** Takes a record of one of the topics; an unreadable one changes nothing. */
    public void apply(String topic, @Nullable String key, byte @Nullable [] value) {
        if (key == null) {
            return;
        }
        try {
            if (topic.equals(Topics.LAYOUTS.name())) {
                Optional<SensorLayout> layout = Optional.ofNullable(format.read(Topics.LAYOUTS, value));
                if (Keys.isLayout(key)) {
                    entry(key).layout = layout;
                }
            } else {
                SpecificRecord record = format.read(Topics.SELECTIONS, value);
                if (isTrusted(key, value, record)) {
                    applySelection(key, record);
                }
            }
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", e.getMessage())
                    .log("unreadable record in a compacted topic is ignored");
        }
    }

    /** Numbers that are taken stay taken, whoever took them: apps remember the highest that they have used. */
    private boolean isTrusted(String key, byte @Nullable [] bytes, @Nullable SpecificRecord record) {
        try {
            if (bytes != null && record instanceof Selection selection) {
                trustedKeys.check(bytes, selection.getSignature());
            } else if (bytes != null && record instanceof SelectionPointer pointer) {
                trustedKeys.check(bytes, pointer.getSignature());
            }
            return true;
        } catch (RefusedSelectionException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("reason", e.reason().label())
                    .log("selection or pointer without a trusted signature is ignored");
            if (record instanceof Selection selection) {
                taken(key, selection.getLayout(), selection.getVersion());
            } else if (record instanceof SelectionPointer pointer) {
                taken(key, pointer.getLayout(), pointer.getVersion());
            }
            return false;
        }
    }

    private void taken(String key, String layout, int version) {
        if (Keys.isLayout(layout) && key.startsWith(layout + "/")) {
            Entry entry = entry(layout);
            entry.highest = Math.max(entry.highest, version);
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
            // What this trainer wrote comes back by the topic, after it has perhaps written more.
            if (entry.current
                    .filter(known -> known.getVersion() > pointer.getVersion())
                    .isEmpty()) {
                entry.current = Optional.of(pointer);
            }
            entry.highest = Math.max(entry.highest, pointer.getVersion());
        } else if (value instanceof Selection selection && key.equals(Keys.selection(layout, selection.getVersion()))) {
            int number = selection.getVersion();
            entry.versions.put(number, Version.of(selection));
            entry.highest = Math.max(entry.highest, number);
        } else if (value == null && key.equals(Keys.current(layout))) {
            entry.current = Optional.empty();
        } else if (value == null && key.substring(slash + 1).matches("\\d{1,9}")) {
            entry.versions.remove(Integer.valueOf(key.substring(slash + 1)));
        }
    }

    /** A selection of ours is in force, and {@code surplus} are gone. */
    public void published(Selection selection, SelectionPointer pointer, List<Version> surplus) {
        Entry entry = entry(selection.getLayout());
        surplus.forEach(version -> entry.versions.remove(version.number()));
        applySelection(Keys.selection(selection.getLayout(), selection.getVersion()), selection);
        applySelection(Keys.current(selection.getLayout()), pointer);
    }

    /** Model files that only {@code leaving} versions of the layout refer to, and {@code coming} does not. */
    public List<ModelReference> orphans(String layout, List<Version> leaving, ModelReference coming) {
        return leaving.stream()
                .map(Version::model)
                .filter(model -> !model.getSha256().equals(coming.getSha256()))
                .filter(model -> !isReferred(model.getSha256(), layout, leaving))
                .distinct()
                .toList();
    }

    /** The layout's channels, where they are known. */
    public Optional<SensorLayout> layout(String layout) {
        return find(layout).flatMap(entry -> entry.layout);
    }

    /** Whether the layout says that the channel is in every selection. */
    public boolean isRequired(String layout, int channel) {
        return layout(layout)
                .map(SensorLayout::getChannels)
                .filter(channels -> channel >= 0 && channel < channels.size())
                .filter(channels -> channels.get(channel).getRole() == ChannelRole.REQUIRED)
                .isPresent();
    }

    /** The pointer to the selection in force; none where it points at nothing. */
    public Optional<SelectionPointer> current(String layout) {
        return find(layout)
                .flatMap(entry -> entry.current.filter(pointer -> entry.versions.containsKey(pointer.getVersion())));
    }

    /** Version in force; 0 where there is none. */
    public int currentVersion(String layout) {
        return current(layout).map(SelectionPointer::getVersion).orElse(0);
    }

    /** Whether an operator holds the selection in force. */
    public boolean isPinned(String layout) {
        return current(layout).filter(SelectionPointer::getPinned).isPresent();
    }

    /** The pointer has been written. */
    public void pointed(SelectionPointer pointer) {
        applySelection(Keys.current(pointer.getLayout()), pointer);
    }

    /** A version that is kept. */
    public Optional<Version> version(String layout, int number) {
        return find(layout).flatMap(entry -> Optional.ofNullable(entry.versions.get(number)));
    }

    /** The version before the one in force: what that one replaced, else the newest below it that is kept. */
    public Optional<Version> before(String layout) {
        return find(layout)
                .flatMap(entry -> inForce(layout)
                        .flatMap(inForce -> Optional.ofNullable(entry.versions.get(inForce.champion()))
                                .or(() -> Optional.ofNullable(entry.versions.lowerEntry(inForce.number()))
                                        .map(Map.Entry::getValue))));
    }

    /** Numbers of the versions that are kept, ascending. */
    public List<Integer> kept(String layout) {
        return find(layout).map(entry -> List.copyOf(entry.versions.keySet())).orElse(List.of());
    }

    /** When the selection in force was published. */
    public Optional<Instant> publishedAt(String layout) {
        return current(layout).map(SelectionPointer::getPublishedAt);
    }

    /** Number of channels: of the layout's record, else of the selection in force, else unknown. */
    public Optional<Integer> channelCount(String layout) {
        return layout(layout).map(record -> record.getChannels().size()).or(() -> currentChannelCount(layout));
    }

    /** Number of channels of the selection in force. */
    public Optional<Integer> currentChannelCount(String layout) {
        return inForce(layout).map(Version::channels);
    }

    /** The selection in force. */
    public Optional<Version> inForce(String layout) {
        return find(layout)
                .flatMap(entry -> current(layout)
                        .flatMap(pointer -> Optional.ofNullable(entry.versions.get(pointer.getVersion()))));
    }

    /** The version that a new selection gets. */
    public int nextVersion(String layout) {
        return find(layout).map(entry -> entry.highest).orElse(0) + 1;
    }

    /** Versions to delete when one more is published, so that {@code kept} remain. */
    public List<Version> surplus(String layout, int kept) {
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
    public List<String> layouts() {
        return List.copyOf(entries.keySet());
    }

    private Optional<Entry> find(String layout) {
        return Optional.ofNullable(entries.get(layout));
    }

    private Entry entry(String layout) {
        return entries.computeIfAbsent(layout, name -> new Entry());
    }
}
