package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Registers, updates and removes gauges that have the single label {@code layout}. Thread-safe. */
final class LayoutGauges {
    private final MeterRegistry registry;
    private final Map<Key, RegisteredGauge> gauges = new ConcurrentHashMap<>();

    private record Key(String layout, String name) {}

    private record RegisteredGauge(Value value, Meter meter) {}

    /** A value that one thread sets and another reads. */
    private static final class Value {
        private volatile double current;
    }

    LayoutGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Sets a gauge, and registers it first if it does not exist. */
    void set(String layout, String name, String description, double value) {
        gauges.computeIfAbsent(new Key(layout, name), key -> register(key, description))
                .value()
                .current = value;
    }

    /** Removes a gauge if it exists. */
    void remove(String layout, String name) {
        RegisteredGauge removed = gauges.remove(new Key(layout, name));
        if (removed != null) {
            registry.remove(removed.meter());
        }
    }

    /** Removes the gauges of a layout whose names match. */
    void removeAll(String layout, Predicate<String> names) {
        gauges.keySet().stream()
                .filter(key -> key.layout().equals(layout) && names.test(key.name()))
                .toList()
                .forEach(key -> remove(key.layout(), key.name()));
    }

    private RegisteredGauge register(Key key, String description) {
        Value value = new Value();
        Meter meter = Gauge.builder(key.name(), value, held -> held.current)
                .description(description)
                .tag("layout", key.layout())
                .strongReference(true)
                .register(registry);
        return new RegisteredGauge(value, meter);
    }
}
