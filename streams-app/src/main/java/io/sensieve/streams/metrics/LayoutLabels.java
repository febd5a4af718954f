package io.sensieve.streams.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the values of the label {@code layout}. The first {@code layouts.max} layouts have a label value of their own;
 * all further layouts share {@value #OTHER}. Meters must ask for the label of a layout only if somebody has published a
 * selection of it: a device can invent layout names, but it cannot publish. Thread-safe.
 */
final class LayoutLabels {
    /** Label value of all layouts beyond the maximum. */
    static final String OTHER = "other";

    private final int layoutsMax;
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    /** @param layoutsMax maximum number of layouts that have a label value of their own */
    LayoutLabels(int layoutsMax) {
        this.layoutsMax = layoutsMax;
    }

    /** Returns the label value of a layout; a layout keeps its value. */
    String of(String layout) {
        if (own.contains(layout)) {
            return layout;
        }
        return own.size() < layoutsMax ? add(layout) : OTHER;
    }

    private synchronized String add(String layout) {
        if (own.size() < layoutsMax) {
            own.add(layout);
        }
        return own.contains(layout) ? layout : OTHER;
    }
}
