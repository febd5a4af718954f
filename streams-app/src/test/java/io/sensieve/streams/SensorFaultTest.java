package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Dead and stuck sensors in drift reports and retrain requests. */
@NullUnmarked
class SensorFaultTest extends DriftStreamFixture {
    @Test
    void shouldRequestRetrainWithoutTheChannelWhenASelectedSensorIsDead() {
        // Given
        play(90, row -> row);

        // When
        play(5, SensorFaultTest::dead);

        // Then
        assertRetrainWithoutChannel();
    }

    @Test
    void shouldReportFaultAndItsStartWhenASelectedSensorIsDead() {
        // Given
        play(90, row -> row);
        Instant since = time;

        // When
        play(135, SensorFaultTest::dead);

        // Then
        assertReported(SensorFault.DEAD, since);
    }

    @Test
    void shouldWarnWithoutDriftVerdictWhenASelectedSensorIsDead() {
        // Given
        play(90, row -> row);

        // When
        play(135, SensorFaultTest::dead);

        // Then
        assertRetrainWithoutChannel();
        assertWarning();
    }

    @Test
    void shouldRequestRetrainWithoutTheChannelWhenASelectedSensorIsStuck() {
        // Given
        play(90, row -> row);

        // When
        play(5, SensorFaultTest::stuck);

        // Then
        assertRetrainWithoutChannel();
    }

    @Test
    void shouldReportFaultAndItsStartWhenASelectedSensorIsStuck() {
        // Given
        play(90, row -> row);
        Instant since = time;

        // When
        play(135, SensorFaultTest::stuck);

        // Then
        assertReported(SensorFault.STUCK, since);
    }

    @Test
    void shouldWarnWithoutDriftVerdictWhenASelectedSensorIsStuck() {
        // Given
        play(90, row -> row);

        // When
        play(135, SensorFaultTest::stuck);

        // Then
        assertRetrainWithoutChannel();
        assertWarning();
    }

    private static float[] dead(float[] row) {
        row[4] = Float.NaN;
        return row;
    }

    private static float[] stuck(float[] row) {
        row[4] = 0.9f;
        return row;
    }

    private void assertRetrainWithoutChannel() {
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.SENSOR);
            assertThat(request.getFaultyChannels()).containsExactly(4);
            assertThat(request.getReason()).contains("c004");
        });
    }

    private void assertReported(SensorFault fault, Instant since) {
        assertThat(lastReport().getFaultySensors()).singleElement().satisfies(sensor -> {
            assertThat(sensor.getName()).isEqualTo("c004");
            assertThat(sensor.getSelected()).isTrue();
            assertThat(sensor.getFault()).isEqualTo(fault);
            assertThat(Instant.ofEpochMilli(sensor.getSince())).isBetween(since.minusSeconds(1), since.plusSeconds(2));
            assertThat(sensor.getRate()).isGreaterThan(0.9);
        });
        assertThat(Meters.gauge(pipeline, "sensieve.drift.faulty.sensors", "layout", "L"))
                .isEqualTo(1);
    }

    private void assertWarning() {
        assertThat(reports).extracting(DriftReport::getVerdict).doesNotContain(Verdict.DRIFT);
        DriftReport last = lastReport();
        assertThat(last.getEarly()).isFalse();
        assertThat(last.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(last.getErrorRatio()).isGreaterThan(1.5);
        assertThat(last.getAttribution()).isEmpty();
    }

    /** Two successive values are equal in 4 of 5 pairs, and sometimes in nearly all pairs of a partial sum. */
    @Test
    void shouldReportNoStuckSensorWhenAChannelMostlyHasOneValue() {
        // When
        play(600, row -> {
            row[4] = random.nextInt(8) > 0 ? 0.5f : row[4];
            return row;
        });

        // Then
        assertThat(requests).extracting(RetrainRequest::getRequestedBy).doesNotContain(Requester.SENSOR);
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.getFaultySensors()).isEmpty());
    }

    @Test
    void shouldReportDriftWhenTheDistributionShiftsWhileASensorIsDead() {
        // Given
        play(90, row -> row);

        // When
        play(180, row -> {
            row[4] = Float.NaN;
            row[0] *= 0.2f;
            row[10] += 1;
            return row;
        });

        // Then
        assertThat(lastReport().getVerdict()).isEqualTo(Verdict.DRIFT);
        assertThat(requests).extracting(RetrainRequest::getRequestedBy).contains(Requester.DRIFT);
        assertThat(requests.get(requests.size() - 1).getFaultyChannels()).containsExactly(4);
    }

    @Test
    void shouldReportReconstructedSensorsAsFaultyWhenTheyAreDeadOrStuck() {
        // When
        play(70, row -> {
            row[6] = 0.4f;
            row[9] = Float.NaN;
            return row;
        });

        // Then
        DriftReport report = lastReport();
        assertThat(report.getFaultySensors())
                .extracting(FaultySensor::getIndex, FaultySensor::getFault)
                .containsExactly(tuple(6, SensorFault.STUCK), tuple(9, SensorFault.DEAD));
        assertThat(report.getAttribution()).isEmpty();
        assertThat(report.getMissingShare()).isCloseTo(1 / 12.0, within(1e-9));
        assertThat(report.getVerdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void shouldNameDeadReconstructedSensorsAtOnceWhenASelectedSensorIsDeadToo() {
        // Given
        play(90, row -> row);

        // When
        play(5, row -> {
            row[9] = Float.NaN;
            return dead(row);
        });

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.SENSOR);
            assertThat(request.getFaultyChannels()).containsExactly(4, 9);
        });
        assertThat(lastReport().getEarly()).isTrue();
        assertThat(lastReport().getFaultySensors())
                .extracting(FaultySensor::getIndex, FaultySensor::getSelected)
                .containsExactly(tuple(4, true), tuple(9, false));
    }

    @Test
    void shouldWarnWithoutDriftVerdictWhenAReconstructedSensorGetsStuck() {
        // Given
        play(90, row -> row);

        // When
        play(100, row -> {
            row[6] = 0.9f;
            return row;
        });

        // Then
        assertThat(requests).isEmpty();
        DriftReport last = lastReport();
        assertThat(last.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(last.getFaultySensors()).extracting(FaultySensor::getIndex).containsExactly(6);
        assertThat(last.getReasons()).anyMatch(reason -> reason.contains("because of faulty sensors: 1.0"));
    }

    /** Ordinarily, nine in ten values are equal, so 100 equal values in a window are no evidence of a fault. */
    @Test
    void shouldReportNoStuckSensorWhenItsValuesMostlyRepeatInTheTrainingRows() {
        // Given
        openWithRepeatedValues();

        // When
        play(30, this::mostlyOneValue);

        // Then
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.getFaultySensors()).isEmpty());
    }

    @Test
    void shouldReportStuckReconstructedSensorWhenTheEvidenceTakesManyWindows() {
        // Given
        openWithRepeatedValues();
        play(30, this::mostlyOneValue);
        Instant stuck = time;

        // When
        play(30, row -> {
            row[6] = 0.5f;
            return row;
        });

        // Then
        assertThat(lastReport().getFaultySensors()).singleElement().satisfies(sensor -> {
            assertThat(sensor.getIndex()).isEqualTo(6);
            assertThat(sensor.getFault()).isEqualTo(SensorFault.STUCK);
            assertThat(Instant.ofEpochMilli(sensor.getSince())).isBetween(stuck.minusSeconds(2), stuck.plusSeconds(1));
        });
        assertThat(monitorState(1).getConstantChannels()).singleElement().satisfies(constant -> {
            assertThat(constant.getIndex()).isEqualTo(6);
            assertThat(constant.getValue()).isEqualTo(0.5f);
        });
    }

    private void openWithRepeatedValues() {
        pipeline.close();
        pipeline = SensieveTestDriver.open(Map.of("drift.window.ms", "1000", "drift.min.records", "50"));
        float[][] rows = new float[2_000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mostlyOneValue(PlantedRecords.row(random));
        }
        pipeline.publish(TestSelection.fitted("L", 1, PlantedRecords.CHANNELS, rows, "c000", "c004", "c008"));
    }

    private float[] mostlyOneValue(float[] row) {
        row[6] = random.nextInt(10) > 0 ? 0.5f : row[6];
        return row;
    }

    @Test
    void shouldReportSharesWhenValuesRepeatOrAreOutOfRange() {
        // When
        play(70, row -> {
            row[4] = sent % 200 < 100 ? 0.5f : row[4];
            row[8] = sent % 4 == 0 ? 7 + row[9] : row[8];
            return row;
        });

        // Then
        DriftReport report = lastReport();
        assertThat(report.getRepeatedShare()).isBetween(0.1, 0.2);
        assertThat(report.getOutOfRangeShare()).isCloseTo(0.25 / 3, within(0.01));
    }
}
