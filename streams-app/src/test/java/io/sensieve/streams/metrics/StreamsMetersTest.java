package io.sensieve.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.AttributedChannel;
import io.sensieve.Detection;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StreamsMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamsMeters meters = new StreamsMeters(registry, 2);

    @Test
    void shouldCountAnErrorInTheBucketsAboveItWhenItIsBelowOne() {
        // When
        meters.records().countReconstructed("L", 0.004f);
        meters.records().countReconstructed("L", 0.012f);

        // Then
        assertThat(registry.scrape())
                .contains(
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.003\"} 0",
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.005\"} 1",
                        "sensieve_reconstruction_error_bucket{layout=\"L\",le=\"0.015\"} 2",
                        "sensieve_reconstruction_error_count{layout=\"L\"} 2");
    }

    @Test
    void shouldCountAReconstructedRecordWhenAllItsValuesAreMissing() {
        // When
        meters.records().countReconstructed("L", Float.NaN);

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_records_reconstructed_total{layout=\"L\"} 1.0")
                .contains("sensieve_reconstruction_error_count{layout=\"L\"} 0");
    }

    @Test
    void shouldBeReadableAtAnyTimeWhenAttributedChannelsChange() throws Exception {
        // Given
        for (int i = 0; i < 1_000; i++) {
            registry.gauge("filler.that.takes.time.to.read." + i, i);
        }
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int scraped = 0;
            while (scraped < 300) {
                scraped += registry.scrape().isEmpty() ? 0 : 1;
            }
            return scraped;
        });

        // When
        for (int i = 0; !reader.isDone(); i++) {
            meters.drift().reported(report("channel" + i % 3));
        }

        // Then
        assertThat(reader.get()).isEqualTo(300);
    }

    @Test
    void shouldAddReportsToTheHistoriesUntilAnotherInstanceJudgesTheLayout() {
        // When
        meters.drift().reported(report("L", "dust"));
        boolean added = meters.histories().latestReports().containsKey("L");
        meters.drift().forget("L");

        // Then
        assertThat(added).isTrue();
        assertThat(meters.histories().latestReports()).isEmpty();
    }

    @Test
    void shouldKeepTheLabelsBoundedWhenLayoutsAreMany() {
        // When
        for (int i = 0; i < 50; i++) {
            meters.records().countReconstructed("L" + i, 0.1f);
        }

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_reconstruction_error_count{layout=\"other\"} 48")
                .doesNotContain("L2\"");
    }

    private static DriftReport report(String channel) {
        return report("L", channel);
    }

    private static DriftReport report(String layout, String channel) {
        return DriftReport.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(1)
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH.plusSeconds(1))
                .setRecords(1)
                .setVerdict(Verdict.DRIFT)
                .setErrorMean(1)
                .setErrorRatio(1)
                .setErrorScore(1)
                .setDriftedChannels(1)
                .setMissingShare(0)
                .setAttribution(List.of(new AttributedChannel(1, channel, true, DriftSignal.INPUT, 1.0, 1.0)))
                .setDetection(new Detection(true, 1.5, 1L, 1.0, 2.0))
                .setFaultySensors(List.of())
                .build();
    }
}
