package io.sensieve.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.RecordPosition;
import io.sensieve.trainer.window.WindowSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TrainerMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TrainerMeters meters = new TrainerMeters(registry, 10);
    private final AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
    private final LayoutWindows windows = new LayoutWindows(
            new WindowSettings(100, 20, Duration.ofHours(1), Duration.ofSeconds(10), 0.2, 10, 1_000_000, 11),
            DeclaredMissingValues.NONE,
            codec,
            () -> TestRecords.TIME,
            meters);

    @Test
    void shouldShowTheRowsOfAWindowUntilTheTrainerIsAStandby() {
        // Given
        fill(30);

        // When
        meters.updateWindows(windows);

        // Then
        assertThat(registry.scrape()).contains("sensieve_trainer_window_rows{layout=\"a\"} 30.0");

        // When
        meters.setActive(false);

        // Then
        assertThat(registry.scrape()).contains("sensieve_trainer_window_rows{layout=\"a\"} 0.0");
    }

    @Test
    void shouldShowTheLatestDeviceOnlyWhenATrainingRanOnAnother() {
        // When
        meters.recordDevice("a", "cpu");
        meters.recordDevice("a", "cpu");

        // Then
        assertThat(registry.scrape()).contains("sensieve_training_device{device=\"cpu\",layout=\"a\"} 1.0");

        // When
        meters.recordDevice("a", "gpu0");

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_training_device{device=\"gpu0\",layout=\"a\"} 1.0")
                .doesNotContain("device=\"cpu\"");
    }

    @Test
    void shouldBeReadableAtAnyTimeWhenWindowsAreShownAgainAndAgain() throws Exception {
        // Given
        fill(30);
        addMetersThatTakeTimeToRead();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int scraped = 0;
            while (scraped < 300) {
                scraped += registry.scrape().isEmpty() ? 0 : 1;
            }
            return scraped;
        });

        // When
        while (!reader.isDone()) {
            meters.updateWindows(windows);
        }

        // Then
        assertThat(reader.get()).isEqualTo(300);
    }

    @Test
    void shouldCountUnderOneLabelWhenADeviceInventsLayouts() {
        // Given
        TrainerMeters small = new TrainerMeters(registry, 2);

        // When
        for (int i = 0; i < 100; i++) {
            small.accepted("invented" + i);
        }

        // Then
        assertThat(registry.find("sensieve.trainer.records.in").counters()).hasSize(3);
        assertThat(registry.scrape()).contains("sensieve_trainer_records_in_total{layout=\"other\"} 98.0");
    }

    @Test
    void shouldRemoveTheMetersOfAnInventedLayoutWhenAKnownOneNeedsItsLabel() {
        // Given
        TrainerMeters small = new TrainerMeters(registry, 1);
        small.accepted("invented");
        small.recordDevice("invented", "cpu");

        // When
        small.setKnownLayouts(List.of("known"));
        small.accepted("known");
        small.accepted("invented");

        // Then
        assertThat(registry.scrape())
                .contains("sensieve_trainer_records_in_total{layout=\"known\"} 1.0")
                .contains("sensieve_trainer_records_in_total{layout=\"other\"} 1.0")
                .doesNotContain("invented");
    }

    private void addMetersThatTakeTimeToRead() {
        for (int i = 0; i < 1_000; i++) {
            registry.gauge("filler." + i, i);
        }
    }

    private void fill(int rows) {
        for (int i = 0; i < rows; i++) {
            SensorRecord record = new SensorRecord("a", TestRecords.TIME, null, Floats.view(new float[] {i, 1}));
            windows.offer(codec.encode(record), new RecordPosition(0, i, 0));
        }
    }
}
