package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainRequest;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outages and fault codes in 100 records a second of one device. */
@NullUnmarked
class OutageTest {
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final Random random = new Random(3);

    private SensieveTestDriver pipeline;
    private Instant time = START;

    enum Outage {
        MISSING,
        FROZEN,
        ZERO;

        float[] of(float[] row) {
            float[] changed = row.clone();
            switch (this) {
                case MISSING -> Arrays.fill(changed, 0, 9, Float.NaN);
                case FROZEN -> Arrays.fill(changed, 0.25f);
                case ZERO -> Arrays.fill(changed, 0);
            }
            return changed;
        }
    }

    @BeforeEach
    void open() {
        pipeline = SensieveTestDriver.open(Map.of("drift.window.ms", "10000"));
        pipeline.publish(PlantedRecords.selection("L", 1));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void shouldReportTheOutageOnceAndRequestNothing(Outage outage) {
        // Given
        play(20, row -> row);

        // When
        play(8, outage::of);
        play(30, row -> row);

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).noneMatch(report -> report.getVerdict() == Verdict.DRIFT);
        assertThat(reports)
                .filteredOn(report -> report.getEarly() && report.getVerdict() == Verdict.OUTAGE)
                .singleElement()
                .satisfies(report -> assertThat(report.getReasons().get(0)).startsWith("outage"));
        assertThat(reports)
                .filteredOn(report -> report.getEarly() && report.getVerdict() == Verdict.STABLE)
                .singleElement()
                .satisfies(report -> assertThat(report.getReasons().get(0)).contains("over"));
        assertThat(reports.get(reports.size() - 1).getVerdict()).isEqualTo(Verdict.STABLE);
    }

    @Test
    void shouldReportTheOutageOnceWhenANewVersionIsPublishedMeanwhile() {
        // Given
        play(20, row -> row);
        play(8, Outage.MISSING::of);

        // When
        pipeline.publish(PlantedRecords.selection("L", 2));
        play(8, Outage.MISSING::of);

        // Then
        assertThat(reports).filteredOn(DriftReport::getEarly).hasSize(1);
        play(10, row -> row);
        assertThat(reports)
                .filteredOn(DriftReport::getEarly)
                .extracting(DriftReport::getVerdict)
                .containsExactly(Verdict.OUTAGE, Verdict.STABLE);
    }

    @Test
    void shouldReportAnOutageForAWindowWithoutOtherRecords() {
        // Given
        play(20, row -> row);

        // When
        play(40, Outage.MISSING::of);

        // Then
        assertThat(reports)
                .filteredOn(report -> !report.getEarly() && report.getVerdict() == Verdict.OUTAGE)
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.getOutageRecords()).isGreaterThan(report.getRecords()));
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldNameTheSensorOfAReconstructedChannelWithoutADriftWhenItSendsAFaultCode() {
        // Given
        play(20, row -> row);

        // When
        play(30, row -> withCode(row, 1));

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).noneMatch(report -> report.getVerdict() == Verdict.DRIFT);
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getFaultySensors())
                .singleElement()
                .extracting(FaultySensor::getName, FaultySensor::getFault)
                .containsExactly("c001", SensorFault.FAULT_CODE);
        assertThat(last.getErrorRatio()).isBetween(0.9, 1.1);
    }

    @Test
    void shouldRequestARepairWhenASelectedChannelSendsAFaultCode() {
        // Given
        play(20, row -> row);

        // When
        play(20, row -> withCode(row, 4));

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getFaultyChannels()).containsExactly(4);
            assertThat(request.getReason()).contains("fault");
        });
        assertThat(reports).noneMatch(report -> report.getVerdict() == Verdict.DRIFT);
    }

    @Test
    void shouldCompareKeptVersionsWithoutFaultCodes() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 2, 3));
        play(20, row -> row);

        // When
        play(30, row -> withCode(row, 1));

        // Then
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getComparison().getError()).isBetween(0.9 * last.getErrorMean(), 1.1 * last.getErrorMean());
    }

    private float[] withCode(float[] row, int channel) {
        if (random.nextInt(5) == 0) {
            row[channel] = -200;
        }
        return row;
    }

    private void play(int seconds, UnaryOperator<float[]> change) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < 100; i++) {
                pipeline.send("d", "L", time, change.apply(PlantedRecords.row(random)));
                time = time.plusMillis(10);
            }
            pipeline.advance(Duration.ofSeconds(1));
        }
        reports.addAll(pipeline.values(Topics.DRIFT));
        requests.addAll(pipeline.values(Topics.RETRAIN_REQUESTS));
    }
}
