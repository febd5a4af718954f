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

/** The published selections, as they are now. */
public final class PublishedSelections {
    private final Map<String, SpecificRecord> table;

    private PublishedSelections(Map<String, SpecificRecord> table) {
        this.table = table;
    }

    /** Reads them. */
    public static PublishedSelections read(Map<String, Object> clientSettings) {
        try (TopicReader reader = new TopicReader(clientSettings)) {
            return new PublishedSelections(reader.readTable(Topics.SELECTIONS));
        }
    }

    /** All that are kept, by layout and version. */
    public List<Selection> all() {
        return table.values().stream()
                .filter(Selection.class::isInstance)
                .map(Selection.class::cast)
                .sorted(Comparator.comparing(Selection::getLayout).thenComparing(Selection::getVersion))
                .toList();
    }

    /** Those of a layout, ascending. */
    public List<Selection> of(String layout) {
        return all().stream()
                .filter(selection -> selection.getLayout().equals(layout))
                .toList();
    }

    /** Which one is in force. */
    public Optional<SelectionPointer> pointer(String layout) {
        return table.get(Keys.current(layout)) instanceof SelectionPointer pointer
                ? Optional.of(pointer)
                : Optional.empty();
    }

    /** Whether it is the one in force. */
    public boolean isInForce(Selection selection) {
        return pointer(selection.getLayout())
                .filter(pointer -> pointer.getVersion() == selection.getVersion())
                .isPresent();
    }

    /** Whether it is the one in force and an operator holds it. */
    public boolean isPinned(Selection selection) {
        return isInForce(selection)
                && pointer(selection.getLayout())
                        .filter(SelectionPointer::getPinned)
                        .isPresent();
    }

    /**
     * A version, or the one in force.
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
        throw new SettingException((version.isPresent() ? "No selection " + wanted : "No selection in force")
                + " for layout " + layout + "; kept are: " + (known.isEmpty() ? "none" : known));
    }
}
