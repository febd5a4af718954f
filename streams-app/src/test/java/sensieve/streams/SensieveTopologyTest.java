package sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.service.Settings;
import sensieve.streams.record.RecordReader;

/**
 * The names in a topology are the names of changelog and repartition topics, and the numbers of its sub-topologies are
 * parts of task ids. A change of either leaves the state of a running deployment behind: records that wait would wait
 * for ever, versions in force would be forgotten. So a difference here is a migration: change the expected file only
 * with a plan for the state that exists.
 */
class SensieveTopologyTest {
    @Test
    void shouldBeAsExpectedWhenDescribed() throws IOException {
        // Given
        StreamsSettings settings = StreamsSettings.of(
                Settings.of(StreamsSettings.definition(), Map.of("kafka.bootstrap.servers", "none:1")));

        // When
        String description = SensieveTopology.build(
                        settings,
                        new RecordReader(AvroCodec.of(SensorRecord.class)),
                        new StreamsMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 10))
                .describe()
                .toString();

        // Then
        try (InputStream expected = getClass().getResourceAsStream("/expected_topology.txt")) {
            assertThat(description.stripTrailing())
                    .isEqualTo(new String(Objects.requireNonNull(expected).readAllBytes(), UTF_8).stripTrailing());
        }
    }
}
