package io.sensieve.trainer.publish;

import io.sensieve.ChannelRole;
import io.sensieve.ModelReference;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.window.KnownLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors the compacted topics: for each layout its channels, the versions that are kept and the pointer to the active
 * version. Not thread-safe.
 *
 * <p>Has entries of at most {@code layoutsMax} layouts. A declared layout displaces a layout that only has selections,
 * of these the one that was published longest ago. Once a layout had no room, the version numbers of missing layouts
 * are unknown, so {@link #admits} refuses every layout without an entry.
 */
public final class SelectionDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionDirectory.class);

    /** Priorities of entries; a tombstone never creates an entry. */
    private static final int TOMBSTONE = -1;

    private static final int UNKNOWN = 0;
    private static final int PUBLISHED = 1;
    private static final int DECLARED = 2;

    private final WireFormat format;
    private final Map<String, Entry> entries = new HashMap<>();
    private final TrustedKeys trustedKeys;
    private final int layoutsMax;
    private boolean overflowed;

    private static final class Entry {
        private Optional<SensorLayout> layout = Optional.empty();
        private Optional<SelectionPointer> pointer = Optional.empty();
        private final NavigableMap<Integer, SelectionVersion> versions = new TreeMap<>();
        private int highest;

        int priority() {
            return layout.isPresent() ? DECLARED : versions.isEmpty() ? UNKNOWN : PUBLISHED;
        }

        boolean isEmpty() {
            return layout.isEmpty() && pointer.isEmpty() && versions.isEmpty() && highest == 0;
        }

        Instant publishedAt() {
            return pointer.map(SelectionPointer::getPublishedAt).orElse(Instant.MIN);
        }
    }

    /**
     * Creates an empty directory.
     *
     * @param format format of the topics
     * @param trustedKeys keys of which one must have signed a selection or pointer; others are ignored
     * @param layoutsMax most layouts that have an entry
     */
    public SelectionDirectory(WireFormat format, TrustedKeys trustedKeys, int layoutsMax) {
        this.format = format;
        this.trustedKeys = trustedKeys;
        this.layoutsMax = layoutsMax;
    }

    /** Applies a record of one of the topics; an unreadable record changes nothing. */
    public void apply(String topic, @Nullable String key, byte @Nullable [] value) {
        if (key == null) {
            return;
        }
        try {
            if (topic.equals(Topics.LAYOUTS.name())) {
                Optional<SensorLayout> layout = Optional.ofNullable(format.deserialize(Topics.LAYOUTS, value));
                if (Keys.isLayout(key)) {
                    update(key, layout.isPresent() ? DECLARED : TOMBSTONE, entry -> entry.layout = layout);
                }
            } else {
                SpecificRecord record = format.deserialize(Topics.SELECTIONS, value);
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

    /** Checks the signature. The number of an untrusted version stays reserved, because apps may have used it. */
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
                reserve(key, selection.getLayout(), selection.getVersion());
            } else if (record instanceof SelectionPointer pointer) {
                reserve(key, pointer.getLayout(), pointer.getVersion());
            }
            return false;
        }
    }

    private void reserve(String key, String layout, int version) {
        if (Keys.isLayout(layout) && key.startsWith(layout + "/")) {
            update(layout, UNKNOWN, entry -> entry.highest = Math.max(entry.highest, version));
        }
    }

    private void applySelection(String key, @Nullable SpecificRecord value) {
        int slash = key.lastIndexOf('/');
        String layout = slash < 0 ? "" : key.substring(0, slash);
        if (!Keys.isLayout(layout)) {
            return;
        }
        update(layout, value == null ? TOMBSTONE : PUBLISHED, entry -> applySelection(entry, key, value));
    }

    private static void applySelection(Entry entry, String key, @Nullable SpecificRecord value) {
        int slash = key.lastIndexOf('/');
        String layout = key.substring(0, slash);
        if (value instanceof SelectionPointer pointer && key.equals(Keys.current(layout))) {
            // The topic returns this trainer's own pointers, perhaps after it has written newer ones.
            if (entry.pointer
                    .filter(known -> known.getVersion() > pointer.getVersion())
                    .isEmpty()) {
                entry.pointer = Optional.of(pointer);
            }
            entry.highest = Math.max(entry.highest, pointer.getVersion());
        } else if (value instanceof Selection selection && key.equals(Keys.selection(layout, selection.getVersion()))) {
            int number = selection.getVersion();
            entry.versions.put(number, SelectionVersion.of(selection));
            entry.highest = Math.max(entry.highest, number);
        } else if (value == null && key.equals(Keys.current(layout))) {
            entry.pointer = Optional.empty();
        } else if (value == null && key.substring(slash + 1).matches("\\d{1,9}")) {
            entry.versions.remove(Integer.valueOf(key.substring(slash + 1)));
        }
    }

    /** Applies a publication of this trainer: the selection is active, and the {@code surplus} versions are deleted. */
    void applyPublication(Selection selection, SelectionPointer pointer, List<SelectionVersion> surplus) {
        find(selection.getLayout())
                .ifPresent(entry -> surplus.forEach(version -> entry.versions.remove(version.number())));
        applySelection(Keys.selection(selection.getLayout(), selection.getVersion()), selection);
        applyPointer(pointer);
    }

    /** Applies a pointer that this trainer has written. */
    void applyPointer(SelectionPointer pointer) {
        applySelection(Keys.current(pointer.getLayout()), pointer);
    }

    /** Returns the model files that only the {@code leaving} versions of the layout refer to, except {@code coming}. */
    List<ModelReference> orphanedModels(String layout, List<SelectionVersion> leaving, ModelReference coming) {
        return leaving.stream()
                .map(SelectionVersion::model)
                .filter(model -> !model.getSha256().equals(coming.getSha256()))
                .filter(model -> !isReferred(model.getSha256(), layout, leaving))
                .distinct()
                .toList();
    }

    private boolean isReferred(String sha256, String layout, List<SelectionVersion> leaving) {
        return entries.entrySet().stream()
                .anyMatch(entry -> entry.getValue().versions.values().stream()
                        .filter(version -> !entry.getKey().equals(layout) || !leaving.contains(version))
                        .anyMatch(version -> version.model().getSha256().equals(sha256)));
    }

    /** Returns the versions to delete when one more is published, so that {@code kept} versions remain. */
    List<SelectionVersion> surplus(String layout, int kept) {
        NavigableMap<Integer, SelectionVersion> versions =
                find(layout).map(entry -> entry.versions).orElseGet(TreeMap::new);
        List<SelectionVersion> ascending = new ArrayList<>(versions.values());
        return ascending.subList(0, Math.max(0, ascending.size() + 1 - kept));
    }

    /** Returns the layouts that are declared or have an active version. */
    public Map<String, KnownLayout> knownLayouts() {
        Map<String, KnownLayout> known = new HashMap<>();
        entries.forEach((name, entry) -> channelCount(name)
                .ifPresent(channels -> known.put(name, new KnownLayout(channels, entry.layout.isPresent()))));
        return known;
    }

    /**
     * Returns whether a selection of the layout may be published: the layout has an entry, or there is room for one.
     */
    public boolean admits(String layout) {
        return entries.containsKey(layout) || (!overflowed && entries.size() < layoutsMax);
    }

    /** Returns the declared channels of the layout; empty if nobody declared the layout. */
    public Optional<SensorLayout> layout(String layout) {
        return find(layout).flatMap(entry -> entry.layout);
    }

    /** Returns whether the layout declares the channel as part of every selection. */
    public boolean isRequired(String layout, int channel) {
        return layout(layout)
                .map(SensorLayout::getChannels)
                .filter(channels -> channel >= 0 && channel < channels.size())
                .filter(channels -> channels.get(channel).getRole() == ChannelRole.REQUIRED)
                .isPresent();
    }

    /** Returns the pointer to the active version; empty if there is none or its version does not exist. */
    public Optional<SelectionPointer> pointer(String layout) {
        return find(layout)
                .flatMap(entry -> entry.pointer.filter(pointer -> entry.versions.containsKey(pointer.getVersion())));
    }

    /** Returns the active version. */
    public Optional<SelectionVersion> active(String layout) {
        return pointer(layout).flatMap(pointer -> version(layout, pointer.getVersion()));
    }

    /** Returns the number of the active version; 0 if there is none. */
    public int activeNumber(String layout) {
        return pointer(layout).map(SelectionPointer::getVersion).orElse(0);
    }

    /** Returns whether an operator has pinned the active version. */
    public boolean isPinned(String layout) {
        return pointer(layout).filter(SelectionPointer::getPinned).isPresent();
    }

    /** Returns when the active version was published. */
    public Optional<Instant> publishedAt(String layout) {
        return pointer(layout).map(SelectionPointer::getPublishedAt);
    }

    /** Returns a version that is kept. */
    public Optional<SelectionVersion> version(String layout, int number) {
        return find(layout).flatMap(entry -> Optional.ofNullable(entry.versions.get(number)));
    }

    /**
     * Returns the version that the active one replaced; if it is not kept, the newest kept version below the active.
     */
    public Optional<SelectionVersion> previous(String layout) {
        return find(layout)
                .flatMap(entry -> active(layout)
                        .flatMap(active -> Optional.ofNullable(entry.versions.get(active.champion()))
                                .or(() -> Optional.ofNullable(entry.versions.lowerEntry(active.number()))
                                        .map(Map.Entry::getValue))));
    }

    /** Returns the numbers of the versions that are kept, ascending. */
    public List<Integer> keptNumbers(String layout) {
        return find(layout).map(entry -> List.copyOf(entry.versions.keySet())).orElse(List.of());
    }

    /** Returns the number that a new version gets. */
    public int nextNumber(String layout) {
        return find(layout).map(entry -> entry.highest).orElse(0) + 1;
    }

    /** Returns the number of channels that the layout declares, else that of the active version, else empty. */
    public Optional<Integer> channelCount(String layout) {
        return layout(layout).map(record -> record.getChannels().size()).or(() -> activeChannelCount(layout));
    }

    /** Returns the number of channels of the active version. */
    public Optional<Integer> activeChannelCount(String layout) {
        return active(layout).map(SelectionVersion::channels);
    }

    private Optional<Entry> find(String layout) {
        return Optional.ofNullable(entries.get(layout));
    }

    /** Changes the entry of a layout. Creates the entry if there is room, and removes it if it is empty afterwards. */
    private void update(String layout, int priority, Consumer<Entry> change) {
        Entry entry = entries.get(layout);
        if (entry == null) {
            if (priority == TOMBSTONE || (entries.size() >= layoutsMax && !displaceEntry(layout, priority))) {
                return;
            }
            entry = new Entry();
            entries.put(layout, entry);
        }
        change.accept(entry);
        if (entry.isEmpty()) {
            entries.remove(layout);
        }
    }

    private boolean displaceEntry(String layout, int priority) {
        if (!overflowed) {
            overflowed = true;
            LOG.atWarn()
                    .addKeyValue("layout", layout)
                    .addKeyValue("layoutsMax", layoutsMax)
                    .log("topics have more layouts than layouts.max; declared layouts have priority");
        }
        Optional<String> victim = entries.entrySet().stream()
                .filter(entry -> entry.getValue().priority() < priority)
                .min(Comparator.<Map.Entry<String, Entry>>comparingInt(
                                entry -> entry.getValue().priority())
                        .thenComparing(entry -> entry.getValue().publishedAt()))
                .map(Map.Entry::getKey);
        victim.ifPresent(entries::remove);
        return victim.isPresent();
    }
}
