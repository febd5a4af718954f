package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.drift.window.WindowSettings;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import io.sensieve.streams.record.IngestSettings;
import io.sensieve.streams.selection.SelectionSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsSettingsTest {
    @Test
    void shouldHaveDefaultsWhenNothingIsSet() {
        // When
        StreamsSettings settings = StreamsSettings.of(settings(Map.of()));

        // Then
        assertThat(settings)
                .isEqualTo(new StreamsSettings(
                        new IngestSettings(1_000_000, false, Duration.ofSeconds(5)),
                        new SelectionSettings(268_435_456, Duration.ofSeconds(10), 100, TrustedKeys.none()),
                        new BufferSettings(true, 100_000, Duration.ofDays(1)),
                        new DriftSettings(
                                new WindowSettings(
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(5),
                                        Duration.ofHours(1),
                                        200),
                                new DriftThresholds(1.25, 1.5),
                                2,
                                10,
                                Duration.ofMinutes(10),
                                new DetectorSettings(true, 1e-5, 1.05),
                                new SensorSettings(0.5, 64)),
                        new ReconstructionSettings(true, true, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "record.max.bytes, 999",
        "record.max.bytes, 12000001",
        "layouts.undeclared, perhaps",
        "model.max.bytes, 999",
        "selection.grace.ms, -1",
        "pending.policy, drop",
        "pending.max.records, -1",
        "pending.max.ms, 0",
        "reconstructions.enabled, maybe",
        "drift.enabled, maybe",
        "drift.sensitivity, extreme",
        "drift.early, maybe",
        "drift.window.ms, 99",
        "drift.flush.ms, 9",
        "drift.grace.ms, -1",
        "drift.min.records, 0",
        "drift.windows, 0",
        "processing.guarantee, exactly_once",
        "threads, 0",
        "application.id, ''"
    })
    void shouldNameKeyAndValueInOneLineWhenValueIsNotAllowed(String key, String value) {
        // When, Then
        assertThatThrownBy(() -> StreamsSettings.of(settings(Map.of(key, value))))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll(key, value)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldLowerTheThresholdsWhenTheSensitivityIsHigh() {
        // When
        DriftSettings high = StreamsSettings.of(settings(Map.of("drift.sensitivity", "high")))
                .drift();
        DriftSettings low =
                StreamsSettings.of(settings(Map.of("drift.sensitivity", "low"))).drift();

        // Then
        assertThat(high.thresholds().errorDrift()).isEqualTo(1.25);
        assertThat(low.thresholds().errorDrift()).isEqualTo(2);
        assertThat(high.detector().rise()).isLessThan(low.detector().rise());
    }

    @Test
    void shouldDecideAtTheEndOfWindowsOnlyWhenEarlyVerdictsAreOff() {
        assertThat(StreamsSettings.of(settings(Map.of("drift.early", "false")))
                        .drift()
                        .detector()
                        .decides())
                .isFalse();
    }

    @Test
    void shouldExitWithUsageErrorWhenSettingIsBad() {
        // Given
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(error, true, UTF_8);

        // When
        int code = StreamsMain.runner()
                .run(new String[] {"-Dkafka.bootstrap.servers=none:1", "-Dthreads=many"}, Map.of(), stream, stream);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(error.toString(UTF_8)).containsOnlyOnce("\n").contains("threads", "many");
    }

    @Test
    void shouldExitWithUsageErrorWhenKafkaSettingIsBad() {
        // Given
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(error, true, UTF_8);

        // When
        int code = StreamsMain.runner()
                .run(
                        new String[] {"-Dkafka.bootstrap.servers=127.0.0.1:1", "-Dkafka.commit.interval.ms=soon"},
                        Map.of(),
                        stream,
                        stream);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(error.toString(UTF_8)).contains("commit.interval.ms", "soon");
    }

    @Test
    void shouldReadOnlyCommittedRecordsWhenTheGuaranteeVaries() {
        // When
        Properties properties = StreamsProperties.of(settings(Map.of("processing.guarantee", "at_least_once")));

        // Then
        assertThat(properties)
                .containsEntry("processing.guarantee", "at_least_once")
                .containsEntry("consumer.isolation.level", "read_committed")
                .containsEntry("global.consumer.isolation.level", "read_committed")
                .containsEntry("consumer.receive.buffer.bytes", "-1")
                .containsEntry("producer.batch.size", "131072")
                .containsEntry("producer.max.request.size", "16777216");
    }

    @Test
    void shouldLetKafkaSettingWinWhenUserSetsIt() {
        // When
        Properties properties = StreamsProperties.of(settings(Map.of(
                "kafka.num.stream.threads",
                "3",
                "kafka.max.request.size",
                "20000000",
                "kafka.batch.size",
                "32768",
                "kafka.receive.buffer.bytes",
                "65536")));

        // Then
        assertThat(properties)
                .containsEntry("num.stream.threads", "3")
                .containsEntry("max.request.size", "20000000")
                .doesNotContainKey("producer.max.request.size")
                .containsEntry("batch.size", "32768")
                .doesNotContainKey("producer.batch.size")
                .containsEntry("receive.buffer.bytes", "65536")
                .doesNotContainKey("consumer.receive.buffer.bytes");
    }

    @Test
    void shouldLeaveKafkasBatchesWhenOnlyReducedRecordsAreWritten() {
        // When
        Properties properties = StreamsProperties.of(settings(Map.of("reconstructions.enabled", "false")));

        // Then
        assertThat(properties).doesNotContainKeys("batch.size", "producer.batch.size");
    }

    private static Settings settings(Map<String, String> some) {
        Map<String, String> all = new HashMap<>(some);
        all.put("kafka.bootstrap.servers", "none:1");
        return Settings.of(StreamsSettings.definition(), all);
    }
}
