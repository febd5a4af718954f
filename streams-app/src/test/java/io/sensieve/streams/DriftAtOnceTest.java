package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.AttributedChannel;
import io.sensieve.DetectorEvidence;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.streams.state.LayoutMonitorState;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does not wait for a window's end: 100 records a second of ten devices. */
@NullUnmarked
class DriftAtOnceTest {
    private static final int A_SECOND = 100;

    private final Random random = new Random(11);
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();

    private final double[] slow = new double[PlantedRecords.K];

    private SensieveTestDriver pipeline;
    private Instant time;
    private int sent;

    @BeforeEach
    void publish() {
        pipeline = SensieveTestDriver.open();
        pipeline.publish(PlantedRecords.selection("L", 1));
        time = START;
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shouldCallAbruptDriftBeforeTheWindowEndsAndSaySinceWhen() {
        // Given
        play(90, row -> row);
        assertThat(requests).isEmpty();
        Instant changed = time;

        // When
        play(5, DriftAtOnceTest::gainLost);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getSince()).isBetween(changed.minusSeconds(1), changed.plusSeconds(1));
            assertThat(request.getFaultyChannels()).isEmpty();
            DriftReport report = request.getEvidence();
            assertThat(report.getEarly()).isTrue();
            assertThat(report.getVerdict()).isEqualTo(Verdict.DRIFT);
            assertThat(report.getRecords()).isLessThan(500);
            assertThat(report.getDetectors().stream().filter(DetectorEvidence::getDrifted))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(report.getAttribution())
                    .extracting(AttributedChannel::getName)
                    .containsExactly("c006");
            assertThat(report.getDriftedReconstructed()).isEqualTo(1);
            assertThat(report.getDriftedReconstructedShare()).isCloseTo(1 / 9.0, within(1e-9));
        });
        assertThat(reports).contains(requests.get(0).getEvidence());
        assertThat(Meters.gauge(pipeline, "sensieve.drift.detector.page_hinkley", "layout", "L"))
                .isGreaterThan(1);
    }

    @Test
    void shouldCallDriftAtOnceWhenAVersionIsWrongFromItsFirstRecord() {
        // When
        play(5, DriftAtOnceTest::gainLost);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getEvidence().getEarly()).isTrue();
            assertThat(request.getEvidence().getDetectors().stream().filter(DetectorEvidence::getDrifted))
                    .hasSize(1);
        });
    }

    @Test
    void shouldStayDriftAtTheWindowsEndAndAskNoSecondTime() {
        // Given
        play(30, row -> row);

        // When
        play(100, DriftAtOnceTest::gainLost);

        // Then
        assertThat(requests).hasSize(1);
        assertThat(reports).extracting(DriftReport::getEarly).containsExactly(true, false, false);
        assertThat(reports).extracting(DriftReport::getVerdict).containsOnly(Verdict.DRIFT);
    }

    @Test
    void shouldNotCallAWindowDriftThatEndedBeforeTheChangeButIsClosedAfterIt() {
        // Given
        play(60, row -> row);

        // When
        play(65, DriftAtOnceTest::gainLost);

        // Then
        assertThat(reports).extracting(DriftReport::getEarly).containsExactly(true, false);
        assertThat(reports)
                .extracting(DriftReport::getWindowEnd)
                .containsExactly(START.plusSeconds(120), START.plusSeconds(60));
        assertThat(reports).extracting(DriftReport::getVerdict).containsExactly(Verdict.DRIFT, Verdict.STABLE);
        assertThat(reports.get(0).getReasons()).singleElement().asString().startsWith("a rise from ");
        assertThat(reports.get(1).getReasons()).isEmpty();
        assertThat(Meters.gauge(pipeline, "sensieve.drift.verdict", "layout", "L"))
                .isEqualTo(2);
    }

    @Test
    void shouldBeStableAgainWhenTheOldDistributionReturns() {
        // Given
        play(90, row -> row);
        play(60, DriftAtOnceTest::gainLost);
        reports.clear();

        // When
        play(240, row -> row);

        // Then
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(last.getDetectors()).noneMatch(DetectorEvidence::getDrifted);
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldCallGradualDrift() {
        // Given
        play(60, row -> row);
        int before = sent;

        // When
        play(120, row -> {
            row[6] *= (float) Math.max(0.2, 1 - (sent - before) / 5_000.0);
            return row;
        });

        // Then
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getSince()).isAfter(START.plusSeconds(59));
    }

    @Test
    void shouldCallDriftByTheErrorWhenOnlyTheCorrelationChanges() {
        // Given
        play(60, row -> row);

        // When: every channel is distributed as before
        play(5, row -> {
            float[] other = PlantedRecords.row(random);
            row[5] = other[5];
            row[6] = other[6];
            return row;
        });

        // Then
        assertThat(requests).hasSize(1);
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getDriftedChannels()).isZero();
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c005", "c006");
    }

    @Test
    void shouldAskAtOnceWithoutTheChannelWhenASelectedSensorDies() {
        // Given
        play(90, row -> row);
        Instant died = time;

        // When
        play(5, row -> {
            row[4] = Float.NaN;
            return row;
        });

        // Then
        assertFault(SensorFault.DEAD, died);
    }

    @Test
    void shouldAskAtOnceWithoutTheChannelWhenASelectedSensorIsStuck() {
        // Given
        play(90, row -> row);
        Instant stuck = time;

        // When
        play(5, row -> {
            row[4] = 0.9f;
            return row;
        });

        // Then
        assertFault(SensorFault.STUCK, stuck);
    }

    private void assertFault(SensorFault fault, Instant since) {
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.SENSOR);
            assertThat(request.getFaultyChannels()).containsExactly(4);
            assertThat(request.getReason()).contains("c004");
        });
        play(130, row -> {
            row[4] = fault == SensorFault.DEAD ? Float.NaN : 0.9f;
            return row;
        });
        assertThat(requests).hasSize(1);
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(reports).extracting(DriftReport::getVerdict).doesNotContain(Verdict.DRIFT);
        assertThat(last.getEarly()).isFalse();
        assertThat(last.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(last.getErrorRatio()).isGreaterThan(1.5);
        assertThat(last.getAttribution()).isEmpty();
        assertThat(last.getDriftedShare()).isZero();
        assertThat(last.getFaultySensors()).singleElement().satisfies(sensor -> {
            assertThat(sensor.getName()).isEqualTo("c004");
            assertThat(sensor.getSelected()).isTrue();
            assertThat(sensor.getFault()).isEqualTo(fault);
            assertThat(Instant.ofEpochMilli(sensor.getSince())).isBetween(since.minusSeconds(1), since.plusSeconds(2));
            assertThat(sensor.getRate()).isGreaterThan(0.9);
        });
        assertThat(Meters.gauge(pipeline, "sensieve.drift.faulty.sensors", "layout", "L"))
                .isEqualTo(1);
    }

    /** So that two of them are equal in 4 of 5 pairs, now and then in nearly all of a partial sum. */
    @Test
    void shouldCallNoSensorStuckWhenItsChannelMostlyHoldsOneValue() {
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
    void shouldCallDriftWhenTheDistributionShiftsWhileASensorIsDead() {
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
        assertThat(reports.get(reports.size() - 1).getVerdict()).isEqualTo(Verdict.DRIFT);
        assertThat(requests).extracting(RetrainRequest::getRequestedBy).contains(Requester.DRIFT);
        assertThat(requests.get(requests.size() - 1).getFaultyChannels()).containsExactly(4);
    }

    @Test
    void shouldListReconstructedSensorsApartWhenTheyAreDeadOrStuck() {
        // When
        play(70, row -> {
            row[6] = 0.4f;
            row[9] = Float.NaN;
            return row;
        });

        // Then
        DriftReport report = reports.get(reports.size() - 1);
        assertThat(report.getFaultySensors())
                .extracting(FaultySensor::getIndex, FaultySensor::getFault)
                .containsExactly(tuple(6, SensorFault.STUCK), tuple(9, SensorFault.DEAD));
        assertThat(report.getAttribution()).isEmpty();
        assertThat(report.getMissingShareAll()).isCloseTo(1 / 12.0, within(1e-9));
        assertThat(report.getVerdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void shouldNotCallDriftWhenAReconstructedSensorGetsStuckAmidTheStream() {
        // Given
        play(90, row -> row);

        // When
        play(100, row -> {
            row[6] = 0.9f;
            return row;
        });

        // Then
        assertThat(requests).isEmpty();
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(last.getFaultySensors()).extracting(FaultySensor::getIndex).containsExactly(6);
        assertThat(last.getReasons()).anyMatch(reason -> reason.contains("because of faulty sensors: 1.0"));
    }

    /** Nine in ten of its values are equal as a rule: a window of 100 records in which all are is no wonder. */
    @Test
    void shouldReportThatAReconstructedSensorIsStuckWhenItTakesManyWindows() {
        // Given
        pipeline.close();
        pipeline = SensieveTestDriver.open(Map.of("drift.window.ms", "1000", "drift.min.records", "50"));
        float[][] rows = new float[2_000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mostlyOneValue(PlantedRecords.row(random));
        }
        pipeline.publish(TestSelection.fitted("L", 1, PlantedRecords.CHANNELS, rows, "c000", "c004", "c008"));
        play(30, this::mostlyOneValue);
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.getFaultySensors()).isEmpty());
        Instant stuck = time;

        // When
        play(30, row -> {
            row[6] = 0.5f;
            return row;
        });

        // Then
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getFaultySensors()).singleElement().satisfies(sensor -> {
            assertThat(sensor.getIndex()).isEqualTo(6);
            assertThat(sensor.getFault()).isEqualTo(SensorFault.STUCK);
            assertThat(Instant.ofEpochMilli(sensor.getSince())).isBetween(stuck.minusSeconds(2), stuck.plusSeconds(1));
        });
        assertThat(monitorState(1).getConstantChannels()).singleElement().satisfies(constant -> {
            assertThat(constant.getIndex()).isEqualTo(6);
            assertThat(constant.getValue()).isEqualTo(0.5f);
        });
    }

    private float[] mostlyOneValue(float[] row) {
        row[6] = random.nextInt(10) > 0 ? 0.5f : row[6];
        return row;
    }

    /**
     * A channel that is mirrored about its mean keeps its distribution; the channels that it predicts show the change.
     */
    @Test
    void shouldAttributeDriftToTheMirroredInputAndNotToTheChannelsReconstructedFromIt() {
        // Given
        play(60, row -> row);

        // When
        play(5, row -> {
            row[4] = 1 - row[4];
            return row;
        });

        // Then
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getDriftedChannels()).isZero();
        assertThat(report.getDriftedReconstructed()).isEqualTo(3);
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactly("c004");
    }

    /** Records of before the change would make it look smaller than it is. */
    @Test
    void shouldGiveTheReasonInRecordsAfterTheShiftOnly() {
        // Given
        play(90, row -> row);

        // When: the change comes in the middle of a partial sum
        int before = sent;
        play(6, row -> sent - before < 70 ? row : gainLost(row));

        // Then
        RetrainRequest request = requests.get(0);
        DriftReport report = request.getEvidence();
        assertThat(report.getEarly()).isTrue();
        double ofShiftedRecords = shiftedError();
        assertThat(report.getErrorMean()).isCloseTo(ofShiftedRecords, within(0.25 * ofShiftedRecords));
        assertThat(report.getErrorRatio()).isGreaterThan(1.15);
        assertThat(request.getReason())
                .startsWith(String.format(
                        Locale.ROOT,
                        "error %.2f times that of the validation rows in %d records; a rise from ",
                        report.getErrorRatio(),
                        report.getRecords()))
                .contains(
                        "; selected channels that have shifted: 0; reconstructed channels with a higher error: 1; attributed to c006");
    }

    /** Mean error of the windows of the new world alone. */
    private double shiftedError() {
        reports.clear();
        play(150, DriftAtOnceTest::gainLost);
        return reports.get(reports.size() - 1).getErrorMean();
    }

    @Test
    void shouldReportSharesOfRepeatedAndOutsideValues() {
        // When
        play(70, row -> {
            row[4] = sent % 200 < 100 ? 0.5f : row[4];
            row[8] = sent % 4 == 0 ? 7 : row[8];
            return row;
        });

        // Then
        DriftReport report = reports.get(reports.size() - 1);
        assertThat(report.getRepeatedShare()).isBetween(0.1, 0.2);
        assertThat(report.getOutOfRangeShare()).isCloseTo(0.25 / 3, within(0.01));
        assertThat(report.getOutOfRangeChannels()).isBetween(1, 12);
    }

    @Test
    void shouldStayStableWhenOneDeviceInAHundredIsMad() {
        // When
        play(180, row -> {
            if (sent % 100 == 3) {
                row[1] = 1e9f;
                row[4] = -1e9f;
            }
            return row;
        });

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).extracting(DriftReport::getVerdict).containsOnly(Verdict.STABLE);
    }

    /** A window is worth some fifteen independent records. */
    @Test
    void shouldStayStableWhenRecordsAreAutocorrelated() {
        // When
        play(1_200, row -> alike());

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).hasSizeGreaterThan(15);
        assertThat(reports).extracting(DriftReport::getVerdict).doesNotContain(Verdict.DRIFT);
    }

    @Test
    void shouldAttributeDriftOnlyToTheChangedChannelsWhenRecordsAreAutocorrelated() {
        // Given
        play(150, row -> alike());

        // When
        play(3, row -> gainLost(alike()));

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getEvidence().getDriftedChannels()).isZero();
            assertThat(request.getEvidence().getAttribution())
                    .extracting(AttributedChannel::getName)
                    .containsExactly("c006");
        });
    }

    /** A record of sources that take some two seconds to forget. */
    private float[] alike() {
        float[] sources = new float[slow.length];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = 0.995 * slow[i] + Math.sqrt(1 - 0.995 * 0.995) * random.nextGaussian();
            sources[i] = (float) (1 / (1 + Math.exp(-1.702 * slow[i])));
        }
        return PlantedRecords.row(random, sources);
    }

    @Test
    void shouldStartAfreshWhenANewSelectionComes() {
        // Given
        play(90, row -> row);
        play(5, DriftAtOnceTest::gainLost);
        requests.clear();

        // When
        pipeline.publish(PlantedRecords.selection("L", 2));
        play(130, row -> row);

        // Then
        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getSelectionVersion()).isEqualTo(2);
        assertThat(last.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(last.getDetectors()).noneMatch(DetectorEvidence::getDrifted);
        assertThat(requests).isEmpty();
        assertThat(monitorState(1)).isNull();
        assertThat(monitorState(2).getDetectors()).hasSize(3);
    }

    @Test
    void shouldGoOnWithWhatTheDetectorsKnewWhenTheyAreReadFromTheStore() {
        // Given
        play(60, row -> row);
        LayoutMonitorState kept = monitorState(1);
        assertThat(kept.getDetectors().get(1).getBlocks()).isGreaterThan(100);
        try (SensieveTestDriver other = SensieveTestDriver.open(Map.of())) {
            other.publish(PlantedRecords.selection("L", 1));
            other.driver()
                    .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                    .put("L/0000000001", kept);
            pipeline.close();
            pipeline = other;

            // When: without what came before, two detectors would have nothing to compare with
            play(3, DriftAtOnceTest::gainLost);

            // Then
            assertThat(requests).hasSize(1);
        }
        publish();
    }

    @Test
    void shouldTakeNoNoticeOfOldWindowsRecordsWhenTheyComeLate() {
        // Given
        play(200, row -> row);
        long blocks = monitorState(1).getDetectors().get(1).getBlocks();

        // When
        for (int i = 0; i < 1_000; i++) {
            pipeline.send("d", "L", START.minusSeconds(600), gainLost(PlantedRecords.row(random)));
        }
        pipeline.advance(Duration.ofSeconds(1));
        drain();

        // Then
        assertThat(monitorState(1).getDetectors().get(1).getBlocks()).isEqualTo(blocks);
        assertThat(requests).isEmpty();
    }

    private LayoutMonitorState monitorState(int version) {
        return pipeline.driver()
                .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                .get("L/000000000" + version);
    }

    private static float[] gainLost(float[] row) {
        row[6] *= 0.2f;
        return row;
    }

    private void play(int seconds, UnaryOperator<float[]> change) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < A_SECOND; i++) {
                pipeline.send("d" + sent % 10, "L", time, change.apply(PlantedRecords.row(random)));
                time = time.plusMillis(1_000 / A_SECOND);
                sent++;
            }
            pipeline.advance(Duration.ofSeconds(1));
        }
        drain();
    }

    private void drain() {
        reports.addAll(pipeline.values(Topics.DRIFT));
        requests.addAll(pipeline.values(Topics.RETRAIN_REQUESTS));
    }
}
