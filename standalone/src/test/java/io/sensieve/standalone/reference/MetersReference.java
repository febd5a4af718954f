package io.sensieve.standalone.reference;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code docs/reference/metrics.md}: what {@code /metrics} of the services shows. */
final class MetersReference {
    private static final String LAYOUT = "turbine";

    private MetersReference() {}

    static String markdown() {
        return """
                # Metrics

                What `/metrics` of the two services shows, in Prometheus's text format. Made from the code:
                `%s`.

                Labels are bounded: `layout` has at most `layouts.max` values (further layouts are `other` in the streams
                app), `reason`, `cause` and `outcome` are words of a fixed list, and of the channels only those have a series
                that the latest report blames. A series of a layout appears with its first record, report or training.

                A summary has the series `_count` and `_sum`, a histogram `_bucket` as well.

                ## Streams app

                %s
                ## Trainer

                %s
                ## Of Kafka, the JVM and the process

                Both services also show Micrometer's meters of their Kafka clients (`kafka_consumer_*`, `kafka_producer_*`,
                `kafka_admin_client_*`; in the streams app `kafka_stream_*`, too), of the JVM (`jvm_*`), the process
                (`process_*`) and the machine (`system_*`). `kafka_consumer_fetch_manager_records_lag` tells how many records the
                app is behind on a partition; take the series whose `topic` is written with dots.
                """.formatted(ReferenceTest.REGENERATE, table(EveryStreamsMeter::in), table(EveryTrainerMeter::in));
    }

    private static String table(BiConsumer<PrometheusMeterRegistry, String> meters) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.accept(registry, LAYOUT);
        return "| meter | type | labels | unit | meaning |\n|---|---|---|---|---|\n"
                + registry.getPrometheusRegistry().scrape().stream()
                        .sorted(Comparator.comparing(MetersReference::name))
                        .map(MetersReference::row)
                        .collect(Collectors.joining());
    }

    private static String row(MetricSnapshot meter) {
        String labels = meter.getDataPoints().stream()
                .map(DataPointSnapshot::getLabels)
                .flatMap(all -> StreamSupport.stream(all.spliterator(), false))
                .map(label -> "`" + label.getName() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
        String help = (name(meter).endsWith("_seconds_max") ? "The longest of the last minutes. " : "")
                + meter.getMetadata().getHelp();
        return "| `" + name(meter) + "` | " + type(meter) + " | " + labels + " | " + unit(name(meter)) + " | " + help
                + (help.endsWith(".") ? "" : ".") + " |\n";
    }

    private static String name(MetricSnapshot meter) {
        return meter.getMetadata().getPrometheusName() + (meter instanceof CounterSnapshot ? "_total" : "");
    }

    private static String type(MetricSnapshot meter) {
        if (meter instanceof CounterSnapshot) {
            return "counter";
        } else if (meter instanceof HistogramSnapshot) {
            return "histogram";
        }
        return meter instanceof SummarySnapshot ? "summary" : "gauge";
    }

    /** Names end with their unit where they have one. */
    private static String unit(String name) {
        if (name.contains("_seconds")) {
            return "s";
        } else if (name.endsWith("_percentage")) {
            return "%";
        } else if (name.endsWith("_share")) {
            return "0 – 1";
        } else if (name.endsWith("_ratio")) {
            return "ratio";
        }
        return name.contains("_records") ? "records" : name.contains("_channels") ? "channels" : "";
    }
}
