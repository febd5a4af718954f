package io.sensieve.streams.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.streams.drift.DriftMeter;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.selection.SelectionListener;

/**
 * Composes the app's own meters: records, selections and drift. Labels are bounded: the values of {@code layout} by
 * {@code layouts.max}, reasons by enumerations, and channels by the best spares and the attribution of the latest
 * report.
 */
public final class StreamsMeters {
    private final LatestReports latest;
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
        latest = new LatestReports(layoutsMax);
        records = new RecordMeters(registry, labels);
        selections = new SelectionMeters(registry, labels, gauges);
        drift = new DriftMeters(registry, labels, gauges, latest);
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

    /** The latest drift reports as a JSON object. */
    public String latestReports() {
        return latest.json();
    }
}
