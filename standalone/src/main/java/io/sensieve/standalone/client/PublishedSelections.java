package io.sensieve.standalone.client;

import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.service.SettingException;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Holds the selections and pointers that were on {@code sensor.selections} when they were read. */
public final class PublishedSelections {
    private final Map<String, SpecificRecord> table;

    private PublishedSelections(Map<String, SpecificRecord> table) {
        this.table = table;
    }

    /** Reads the topic to its end. */
    public static PublishedSelections read(Map<String, Object> clientSettings) {
        try (TopicReader reader = new TopicReader(clientSettings)) {
            return new PublishedSelections(reader.readTable(Topics.SELECTIONS));
        }
    }

    /** All kept selections, ordered by layout and version. */
    public List<Selection> all() {
        return table.values().stream()
                .filter(Selection.class::isInstance)
                .map(Selection.class::cast)
                .sorted(Comparator.comparing(Selection::getLayout).thenComparing(Selection::getVersion))
                .toList();
    }

    /** The kept selections of a layout, by ascending version. */
    public List<Selection> of(String layout) {
        return all().stream()
                .filter(selection -> selection.getLayout().equals(layout))
                .toList();
    }

    /** The pointer to the active selection of a layout. */
    public Optional<SelectionPointer> pointer(String layout) {
        return table.get(Keys.current(layout)) instanceof SelectionPointer pointer
                ? Optional.of(pointer)
                : Optional.empty();
    }

    /** Whether a selection is the active one of its layout. */
    public boolean isActive(Selection selection) {
        return pointer(selection.getLayout())
                .filter(pointer -> pointer.getVersion() == selection.getVersion())
                .isPresent();
    }

    /** Whether a selection is active and pinned by an operator. */
    public boolean isPinned(Selection selection) {
        return isActive(selection)
                && pointer(selection.getLayout())
                        .filter(SelectionPointer::getPinned)
                        .isPresent();
    }

    /**
     * Finds a version of a layout, or the active selection if {@code version} is empty.
     *
     * @throws SettingException if it is not kept
     */
    public Selection find(String layout, Optional<Integer> version) {
        int wanted = version.or(() -> pointer(layout).map(SelectionPointer::getVersion))
                .orElse(0);
        if (table.get(Keys.selection(layout, wanted)) instanceof Selection selection) {
            return selection;
        }
        String known = all().stream()
                .filter(kept -> kept.getLayout().equals(layout))
                .map(kept -> Keys.selection(kept.getLayout(), kept.getVersion()))
                .collect(Collectors.joining(", "));
        throw new SettingException((version.isPresent() ? "No selection " + wanted : "No active selection")
                + " for layout " + layout + "; kept versions: " + (known.isEmpty() ? "none" : known));
    }
}
