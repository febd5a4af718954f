package io.sensieve.trainer.metrics;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Bounds the values of the label {@code layout}. At most {@code max} layouts have a label of their own; all others
 * share {@value #OTHER}. A known layout, which is declared or has a selection, takes the label of an unknown one.
 * Thread-safe.
 */
final class LayoutLabels {
    static final String OTHER = "other";

    private final int max;
    private final Consumer<String> onRemoved;
    private final Set<String> labelled = new HashSet<>();
    private Set<String> known = Set.of();

    /**
     * Creates an empty set of labels.
     *
     * @param onRemoved removes the meters of a layout that lost its label
     */
    LayoutLabels(int max, Consumer<String> onRemoved) {
        this.max = max;
        this.onRemoved = onRemoved;
    }

    /** Replaces the known layouts. */
    synchronized void setKnown(Collection<String> layouts) {
        known = Set.copyOf(layouts);
    }

    /** Returns the label of a layout, which gets a label of its own if there is room. */
    synchronized String of(String layout) {
        if (labelled.contains(layout)) {
            return layout;
        }
        if (labelled.size() >= max) {
            Optional<String> unknown = known.contains(layout)
                    ? labelled.stream().filter(name -> !known.contains(name)).findAny()
                    : Optional.empty();
            if (unknown.isEmpty()) {
                return OTHER;
            }
            labelled.remove(unknown.get());
            onRemoved.accept(unknown.get());
        }
        labelled.add(layout);
        return layout;
    }

    /** Returns the label of a layout if it is known or has a label already. */
    synchronized String ofKnown(String layout) {
        return known.contains(layout) || labelled.contains(layout) ? of(layout) : OTHER;
    }
}
