package io.sensieve.streams.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows a value for a few channels of each layout, and removes the series of channels that are no longer among them.
 * Uses Prometheus's own gauge, whose series can be removed while it is read.
 */
final class ChannelGauge {
    private final Gauge gauge;
    /** Labels of the series of each layout. */
    private final Map<String, Set<List<String>>> shown = new HashMap<>();

    /**
     * A series.
     *
     * @param labels label values without the layout; the name of the channel comes first
     */
    record Entry(List<String> labels, double value) {}

    /** @param labels names of the labels, the layout first */
    ChannelGauge(PrometheusRegistry registry, String name, String help, String... labels) {
        gauge = Gauge.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** Shows {@code entries} as the only series of a layout. */
    synchronized void show(String layout, List<Entry> entries) {
        Set<List<String>> now = new HashSet<>();
        for (Entry entry : entries) {
            gauge.labelValues(withLayout(layout, entry.labels())).set(entry.value());
            now.add(entry.labels());
        }
        Set<List<String>> before = shown.put(layout, now);
        if (before != null) {
            before.removeAll(now);
            before.forEach(labels -> gauge.remove(withLayout(layout, labels)));
        }
    }

    private static String[] withLayout(String layout, List<String> labels) {
        List<String> all = new ArrayList<>(labels.size() + 1);
        all.add(layout);
        all.addAll(labels);
        return all.toArray(new String[0]);
    }
}
