package io.sensieve.streams.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.streams.drift.DriftMeter;
import io.sensieve.streams.page.LayoutHistories;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.selection.SelectionListener;
import java.time.Instant;

/**
 * Composes the app's own meters: records, selections and drift. Labels are bounded: the values of {@code layout} by
 * {@code layouts.max}, reasons by enumerations, and channels by the best spares and the attribution of the latest
 * report.
 */
public final class StreamsMeters {
    private final LayoutHistories histories;
    private final RecordMeters records;
    private final SelectionMeters selections;
    private final DriftMeters drift;

    /**
     * Registers the meters that have no label {@code layout}; the others follow with the first event of a layout.
     *
     * @param layoutsMax maximum number of layouts that have series of their own
     */
    public StreamsMeters(PrometheusMeterRegistry registry, int layoutsMax) {
        LayoutLabels labels = new LayoutLabels(layoutsMax);
        LayoutGauges gauges = new LayoutGauges(registry);
        histories = new LayoutHistories(
                layoutsMax, () -> Instant.ofEpochMilli(registry.config().clock().wallTime()));
        records = new RecordMeters(registry, labels);
        selections = new SelectionMeters(registry, labels, gauges, histories);
        drift = new DriftMeters(registry, labels, gauges, histories);
    }

    /** Meters of records. */
    public RecordMeter records() {
        return records;
    }

    /** Meters of selections. */
    public SelectionListener selections() {
        return selections;
    }

    /** Meters of drift. */
    public DriftMeter drift() {
        return drift;
    }

    /** Histories of the layouts, which the meters of selections and drift add to. */
    public LayoutHistories histories() {
        return histories;
    }
}
