package io.sensieve.standalone.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sensieve.standalone.reference.EveryStreamsMeter;
import io.sensieve.standalone.reference.EveryTrainerMeter;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that each meter of the services has a panel, or is listed here as a meter without a panel. */
class MeterPanelsTest {
    private static final Set<String> WITHOUT_PANEL = Set.of(
            "sensieve_drift_late_records_total",
            "sensieve_drift_out_of_order_records_total",
            "sensieve_drift_score",
            "sensieve_drift_unjudged_records_total",
            "sensieve_selection_created_seconds",
            "sensieve_selection_refused_total",
            "sensieve_trainer_selection_version");

    @Test
    void shouldHaveAPanelForEachMeterWhenItIsNotListedAsWithoutPanel() {
        // Given
        Set<String> meters = Stream.<BiConsumer<PrometheusMeterRegistry, String>>of(
                        EveryStreamsMeter::in, EveryTrainerMeter::in)
                .flatMap(MeterPanelsTest::names)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries().stream())
                .flatMap(query -> Grafana.meters(query.expression()).stream())
                .map(MeterPanelsTest::withoutSuffix)
                .collect(Collectors.toSet());

        // When
        meters.removeAll(shown);

        // Then
        assertThat(meters)
                .as("meters without a panel in grafana/dashboards")
                .containsExactlyInAnyOrderElementsOf(WITHOUT_PANEL);
    }

    private static Stream<String> names(BiConsumer<PrometheusMeterRegistry, String> meters) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.accept(registry, "L");
        return registry.getPrometheusRegistry().scrape().stream().map(MeterPanelsTest::name);
    }

    private static String name(MetricSnapshot meter) {
        String name = meter.getMetadata().getPrometheusName();
        return meter instanceof CounterSnapshot ? name + "_total" : withoutSuffix(name);
    }

    /** A timer or distribution has several series, which are one meter. */
    private static String withoutSuffix(String series) {
        return series.replaceFirst("_(?:bucket|sum|count)$|(?<=_seconds|_error)_max$", "");
    }
}
