package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.DriftReport;
import io.sensieve.streams.drift.DriftMeter;

/** Counts the events of drift detection, and shows the latest drift report of each layout. */
final class DriftMeters implements DriftMeter {
    private final MeterRegistry registry;
    private final LayoutLabels labels;
    private final LatestReports latest;
    private final DriftReportMeters reports;
    private final Counter late;
    private final Counter outOfOrder;
    private final Counter unjudged;

    DriftMeters(PrometheusMeterRegistry registry, LayoutLabels labels, LayoutGauges gauges, LatestReports latest) {
        this.registry = registry;
        this.labels = labels;
        this.latest = latest;
        reports = new DriftReportMeters(registry, gauges);
        late = Counter.builder("sensieve.drift.late.records")
                .description(
                        "Records in no drift report because their window was closed or their version was replaced.")
                .register(registry);
        outOfOrder = Counter.builder("sensieve.drift.out.of.order.records")
                .description(
                        "Records whose event time is before that of an earlier record of their partition and layout.")
                .register(registry);
        unjudged = Counter.builder("sensieve.drift.unjudged.records")
                .description(
                        "Records in no drift report because they are too far ahead, their window has too few records, or their selection is gone.")
                .register(registry);
    }

    @Override
    public void late(long records) {
        late.increment((double) records);
    }

    @Override
    public void outOfOrder(long records) {
        outOfOrder.increment((double) records);
    }

    @Override
    public void unjudged(long records) {
        unjudged.increment((double) records);
    }

    @Override
    public void retrainRequested(String layout) {
        Counter.builder("sensieve.retrain.requests")
                .description("Retrains requested because of drift, a faulty sensor, or a better kept version.")
                .tag("layout", labels.of(layout))
                .register(registry)
                .increment();
    }

    @Override
    public void reported(DriftReport report) {
        latest.put(report);
        reports.show(labels.of(report.getLayout()), report);
    }

    @Override
    public void forget(String layout) {
        latest.remove(layout);
        reports.remove(labels.of(layout));
    }
}
