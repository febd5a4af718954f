package sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class StreamsMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamsMeters meters = new StreamsMeters(registry, 2);

    @Test
    void shouldCountAnErrorInTheBucketsAboveItWhenItIsBelowOne() {
        // When
        meters.rebuilt("L", 0.004f);
        meters.rebuilt("L", 0.012f);

        // Then
        assertThat(registry.scrape())
                .contains(
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.003\"} 0",
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.005\"} 1",
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.015\"} 2",
                        "sensieve_reconstruction_error_count{layout=\"L\"} 2");
    }

    @Test
    void shouldCountARebuiltRecordWhenNothingOfItWasMeasured() {
        // When
        meters.rebuilt("L", Float.NaN);

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_records_rebuilt_total{layout=\"L\"} 1.0")
                .contains("sensieve_reconstruction_error_count{layout=\"L\"} 0");
    }

    @Test
    void shouldKeepTheLabelsBoundedWhenLayoutsAreMany() {
        // When
        for (int i = 0; i < 50; i++) {
            meters.rebuilt("L" + i, 0.1f);
        }

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_reconstruction_error_count{layout=\"other\"} 48")
                .doesNotContain("L2\"");
    }
}
