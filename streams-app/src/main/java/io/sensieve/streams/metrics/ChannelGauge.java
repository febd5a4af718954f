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
 * A gauge of a few channels of each layout: those that are no longer among them leave it. Prometheus's own gauge,
 * because a series can leave it while it is read.
 */
final class ChannelGauge {
    private final Gauge gauge;
    private final Map<String, Set<List<String>>> shown = new HashMap<>();

    /** A channel's value under its labels beside the layout: its name first. */
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

    /** Shows these of a layout, and no others. */
    synchronized void show(String layout, List<Entry> entries) {
        Set<List<String>> now = new HashSet<>();
        for (Entry entry : entries) {
            gauge.labelValues(all(layout, entry.labels())).set(entry.value());
            now.add(entry.labels());
        }
        Set<List<String>> before = shown.put(layout, now);
        if (before != null) {
            before.removeAll(now);
            before.forEach(labels -> gauge.remove(all(layout, labels)));
        }
    }

    private static String[] all(String layout, List<String> labels) {
        List<String> all = new ArrayList<>(labels.size() + 1);
        all.add(layout);
        all.addAll(labels);
        return all.toArray(new String[0]);
    }
}
