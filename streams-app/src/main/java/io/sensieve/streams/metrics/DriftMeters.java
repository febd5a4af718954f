package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.streams.drift.DriftMeter;
import io.sensieve.streams.page.LayoutHistories;

/** Counts the events of drift detection, shows the latest drift report of each layout, and adds to the histories. */
final class DriftMeters implements DriftMeter {
    private final MeterRegistry registry;
    private final LayoutLabels labels;
    private final LayoutHistories histories;
    private final DriftReportMeters reports;
    private final Counter late;
    private final Counter outOfOrder;
    private final Counter unjudged;

    DriftMeters(PrometheusMeterRegistry registry, LayoutLabels labels, LayoutGauges gauges, LayoutHistories histories) {
        this.registry = registry;
        this.labels = labels;
        this.histories = histories;
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
    public void retrainRequested(RetrainRequest request) {
        histories.requested(request);
        Counter.builder("sensieve.retrain.requests")
                .description("Retrains requested because of drift, a faulty sensor, or a better kept version.")
                .tag("layout", labels.of(request.getLayout()))
                .register(registry)
                .increment();
    }

    @Override
    public void reported(DriftReport report) {
        histories.reported(report);
        reports.show(labels.of(report.getLayout()), report);
    }

    @Override
    public void forget(String layout) {
        histories.forgetReports(layout);
        reports.remove(labels.of(layout));
    }
}
