package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.sensieve.streams.record.DeadLetterReason;
import io.sensieve.streams.record.RecordMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts records by their outcome, and measures their reconstruction errors. */
final class RecordMeters implements RecordMeter {
    private static final double[] ERROR_BUCKETS = {
        1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2, 1.5e-2, 2e-2, 3e-2, 5e-2, 1e-1, 1
    };

    private final MeterRegistry registry;
    private final LayoutLabels labels;
    /** Prometheus's own histogram: Micrometer's rounds a value up to a whole number before it picks the bucket. */
    private final Histogram errors;

    private final Counter received;
    private final AtomicLong buffered = new AtomicLong();
    private final Map<String, LayoutCounters> layouts = new ConcurrentHashMap<>();

    private record LayoutCounters(Counter reduced, Counter reconstructed, DistributionDataPoint error) {}

    RecordMeters(PrometheusMeterRegistry registry, LayoutLabels labels) {
        this.registry = registry;
        this.labels = labels;
        errors = Histogram.builder()
                .name("sensieve_reconstruction_error")
                .help("Normalised reconstruction error of records.")
                .labelNames("layout")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(ERROR_BUCKETS)
                .register(registry.getPrometheusRegistry());
        received = Counter.builder("sensieve.records.in")
                .description("Records read from sensor.records.")
                .register(registry);
        Gauge.builder("sensieve.records.buffered", buffered, AtomicLong::doubleValue)
                .description("Buffered records: they wait for the first selection of their layout.")
                .register(registry);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            addDeadLetters(reason, 0);
        }
    }

    @Override
    public void countReceived() {
        received.increment();
    }

    @Override
    public void countReduced(String layout) {
        of(layout).reduced().increment();
    }

    @Override
    public void countReconstructed(String layout, float error) {
        LayoutCounters counters = of(layout);
        counters.reconstructed().increment();
        if (Float.isFinite(error)) {
            counters.error().observe(error);
        }
    }

    @Override
    public void countDeadLetter(DeadLetterReason reason) {
        addDeadLetters(reason, 1);
    }

    @Override
    public void addBuffered(int change) {
        buffered.addAndGet(change);
    }

    private void addDeadLetters(DeadLetterReason reason, double count) {
        Counter.builder("sensieve.records.dead.lettered")
                .description("Records sent to sensor.dead-letters.")
                .tag("reason", reason.label())
                .register(registry)
                .increment(count);
    }

    private LayoutCounters of(String layout) {
        LayoutCounters known = layouts.get(layout);
        return known != null ? known : layouts.computeIfAbsent(labels.of(layout), this::register);
    }

    private LayoutCounters register(String label) {
        return new LayoutCounters(
                Counter.builder("sensieve.records.reduced")
                        .description("Records projected to the selected channels.")
                        .tag("layout", label)
                        .register(registry),
                Counter.builder("sensieve.records.reconstructed")
                        .description("Records reconstructed from the selected channels.")
                        .tag("layout", label)
                        .register(registry),
                errors.labelValues(label));
    }
}
