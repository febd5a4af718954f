package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.service.Settings;
import io.sensieve.streams.metrics.StreamsMeters;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the topology with {@code expected_topology.txt}. Names in a topology are names of changelog and repartition
 * topics, and the numbers of its sub-topologies are parts of task ids. If either changes, the app no longer finds the
 * state of a running deployment: buffered records and active versions are lost. Change the expected file only with a
 * migration plan for the existing state.
 */
class SensieveTopologyTest {
    @Test
    void shouldMatchTheExpectedFileWhenDescribed() throws IOException {
        // Given
        StreamsSettings settings = StreamsSettings.of(
                Settings.of(StreamsSettings.definition(), Map.of("kafka.bootstrap.servers", "none:1")));

        // When
        String description = SensieveTopology.build(
                        settings,
                        WireFormat.singleObject(),
                        new PrefetchPool(0),
                        new StreamsMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 10))
                .describe()
                .toString();

        // Then
        try (InputStream expected = getClass().getResourceAsStream("/expected_topology.txt")) {
            assertThat(description.stripTrailing())
                    .isEqualTo(new String(Objects.requireNonNull(expected).readAllBytes(), UTF_8).stripTrailing());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shouldAddOnlyTheEnabledStepsWhenOutputsAreDisabled(boolean drift, boolean reconstructions) {
        Map<String, String> settings = Map.of(
                "drift.enabled", Boolean.toString(drift),
                "reconstructions.enabled", Boolean.toString(reconstructions),
                "drift.min.records", "1");
        try (SensieveTestDriver app = SensieveTestDriver.open(settings)) {
            // Given
            app.publish(PlantedRecords.selection("L", 1));

            // When
            app.send("d", "L", SensieveTestDriver.START, PlantedRecords.row(new Random(1)));
            app.advance(Duration.ofMinutes(3));

            // Then
            assertThat(app.read(Topics.REDUCED)).hasSize(1);
            assertThat(app.read(Topics.RECONSTRUCTIONS)).hasSize(reconstructions ? 1 : 0);
            assertThat(app.read(Topics.DRIFT)).hasSize(drift ? 1 : 0);
            assertThat(Meters.count(app, "sensieve.records.reconstructed", "layout", "L"))
                    .isEqualTo(drift || reconstructions ? 1 : 0);
        }
    }
}
