package io.sensieve.streams.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows the figures of the latest drift report of each layout as gauges. */
final class DriftReportMeters {
    private static final String REGRET = "sensieve.regret";

    private final LayoutGauges gauges;
    private final ChannelGauge attribution;

    DriftReportMeters(PrometheusMeterRegistry registry, LayoutGauges gauges) {
        this.gauges = gauges;
        attribution = new ChannelGauge(
                registry.getPrometheusRegistry(),
                "sensieve_drift_attribution",
                "Channels to which the latest report attributes the drift: statistic divided by its threshold.",
                "layout",
                "channel",
                "signal");
    }

    /** Shows a report instead of the one before it. */
    void show(String layout, DriftReport report) {
        gauges.set(
                layout,
                "sensieve.drift.error.ratio",
                "Mean error of the window divided by that of the validation rows.",
                report.getErrorRatio());
        gauges.set(
                layout,
                "sensieve.drift.score",
                "Mean error of the window in standard deviations of the validation rows.",
                report.getErrorScore());
        gauges.set(
                layout,
                "sensieve.drift.verdict",
                "0 stable, 1 warning, 2 drift, 3 outage.",
                level(report.getVerdict()));
        showChannels(layout, report);
        showSensors(layout, report);
        showRegret(layout, report.getComparison());
        gauges.set(
                layout,
                "sensieve.drift.rise",
                "Rise of the error divided by the smallest significant one: 1 or more is a rise.",
                report.getDetection().getStatistic());
        showAttribution(layout, report.getAttribution());
    }

    /** Removes everything that {@link #show} has shown of a layout. */
    void remove(String layout) {
        showAttribution(layout, List.of());
        gauges.removeAll(layout, name -> name.startsWith("sensieve.drift") || name.equals(REGRET));
    }

    private void showChannels(String layout, DriftReport report) {
        gauges.set(
                layout,
                "sensieve.drifted.channels",
                "Channels whose reconstruction error is at drift level, without those with a faulty sensor.",
                report.getDriftedChannels());
    }

    private void showSensors(String layout, DriftReport report) {
        gauges.set(layout, "sensieve.drift.missing.share", "Share of missing values.", report.getMissingShare());
        gauges.set(
                layout,
                "sensieve.drift.repeated.share",
                "Share of the selected channels' values that equal the device's previous value; NaN if unknown.",
                orNaN(report.getRepeatedShare()));
        gauges.set(
                layout,
                "sensieve.drift.outside.share",
                "Share of the selected channels' values outside the reference range; NaN if unknown.",
                orNaN(report.getOutOfRangeShare()));
        gauges.set(
                layout,
                "sensieve.drift.faulty.sensors",
                "Channels whose sensors are dead or stuck or send a fault code.",
                report.getFaultySensors().size());
    }

    private void showRegret(String layout, @Nullable VersionComparison comparison) {
        if (comparison == null) {
            gauges.remove(layout, REGRET);
        } else {
            gauges.set(
                    layout,
                    REGRET,
                    "Mean error of the active selection divided by the lowest of that and of the kept versions, on the same records: 1 is the best.",
                    comparison.getRegret());
        }
    }

    private void showAttribution(String layout, List<AttributedChannel> channels) {
        attribution.show(
                layout,
                channels.stream()
                        .map(channel -> new ChannelGauge.Entry(
                                List.of(
                                        channel.getName(),
                                        channel.getSignal().name().toLowerCase(Locale.ROOT)),
                                channel.getScore()))
                        .toList());
    }

    private static double level(Verdict verdict) {
        return switch (verdict) {
            case STABLE -> 0;
            case WARNING -> 1;
            case DRIFT -> 2;
            case OUTAGE -> 3;
        };
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
