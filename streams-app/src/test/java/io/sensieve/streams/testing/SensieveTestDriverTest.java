package io.sensieve.streams.testing;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.ReducedRecord;
import io.sensieve.Verdict;
import io.sensieve.codec.Floats;
import io.sensieve.service.SettingException;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class SensieveTestDriverTest {
    private static final List<String> CHANNELS = List.of("rpm", "oil", "ram");

    @Test
    void shouldWriteTheOutputsOfTheServiceWhenADeviceSends() {
        try (SensieveTestDriver driver = SensieveTestDriver.open()) {
            // Given
            driver.publish(TestSelection.of("press", 4, CHANNELS, "ram", "rpm"));

            // When
            driver.send("press-1", "press", START.minusSeconds(5), 1, 2, Float.NaN);

            // Then
            TestRecord<String, ReducedRecord> reduced =
                    driver.read(Topics.REDUCED).get(0);
            assertThat(reduced.key()).isEqualTo("press-1");
            assertThat(reduced.getRecordTime()).isEqualTo(START.minusSeconds(5));
            assertThat(reduced.value())
                    .isEqualTo(new ReducedRecord(
                            "press", 4, START.minusSeconds(5), Floats.view(new float[] {1, Float.NaN})));
            assertThat(driver.values(Topics.RECONSTRUCTIONS))
                    .singleElement()
                    .satisfies(reconstructed ->
                            assertThat(reconstructed.getValues()).containsExactly(1f, 0f, 0f));
            assertThat(driver.read(Topics.REDUCED)).isEmpty();
            assertThat(driver.meters().scrape()).contains("sensieve_records_in_total 1.0");
        }
    }

    @Test
    void shouldNotFindDriftWhenTheSelectionHasNoReference() {
        try (SensieveTestDriver driver = SensieveTestDriver.open()) {
            // Given
            driver.publish(TestSelection.of("press", 1, CHANNELS, "rpm"));

            // When
            for (int i = 0; i < 400; i++) {
                driver.send("press-1", "press", START, i % 2 == 0 ? Float.NaN : i * 1e6f, -1e6f, i);
            }
            driver.advance(Duration.ofMinutes(2));

            // Then
            assertThat(driver.values(Topics.DRIFT)).singleElement().satisfies(report -> {
                assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
                assertThat(report.getAttribution()).isEmpty();
            });
        }
    }

    @Test
    void shouldApplyOnlyTheGivenSettingsWhenOpened() {
        try (SensieveTestDriver driver = SensieveTestDriver.open(Map.of("reconstructions.enabled", "false"))) {
            // Given
            driver.publish(TestSelection.of("press", 1, CHANNELS, "rpm"));

            // When
            driver.send("press-1", "press", START, 1, 2, 3);

            // Then
            assertThat(driver.values(Topics.REDUCED)).hasSize(1);
            assertThat(driver.driver().producedTopicNames()).doesNotContain(Topics.RECONSTRUCTIONS.name());
        }
        assertThatThrownBy(() -> SensieveTestDriver.open(Map.of("drift.windwo.ms", "1000")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("drift.windwo.ms");
    }

    @Test
    void shouldStartWithoutStateWhenOpenedAgain() {
        try (SensieveTestDriver first = SensieveTestDriver.open()) {
            first.send("press-1", "press", START, 1, 2, 3);
        }
        try (SensieveTestDriver second = SensieveTestDriver.open()) {
            // When
            second.publish(TestSelection.of("press", 1, CHANNELS, "rpm"));
            second.advance(Duration.ofSeconds(1));

            // Then
            assertThat(second.values(Topics.REDUCED)).isEmpty();
        }
    }
}
