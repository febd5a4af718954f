package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.DriftReport;
import io.sensieve.Probation;
import io.sensieve.ProbationState;
import io.sensieve.Provenance;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.state.LayoutMonitorState;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Probation of a new version against the champion: 100 records a second, of which 500 are compared. The first channel
 * of each group has the lowest error, the second a higher one.
 */
@NullUnmarked
class ProbationTest {
    private static final int BEST = 0;
    private static final int WORSE = 1;
    private static final int RECORDS = 500;

    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();

    private Random random;
    private SensieveTestDriver pipeline;
    private Instant time;

    @BeforeEach
    void open() {
        reopen(Map.of());
    }

    private void reopen(Map<String, String> settings) {
        if (pipeline != null) {
            pipeline.close();
        }
        Map<String, String> all =
                new HashMap<>(Map.of("probation.records", String.valueOf(RECORDS), "drift.window.ms", "10000"));
        all.putAll(settings);
        pipeline = SensieveTestDriver.open(all);
        random = new Random(3);
        time = START;
        reports.clear();
        requests.clear();
        rows.clear();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shouldRequestRetrainOnceWhenTheNewVersionIsWorse() {
        // Given
        takeOver(BEST, WORSE);

        // When
        play(34);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.RECURRENCE);
            assertThat(request.getAction()).isEqualTo(RetrainAction.RETRAIN);
            assertThat(request.getSelectionVersion()).isEqualTo(2);
            assertThat(request.getReason())
                    .contains("version 1", "%.6g".formatted(error(WORSE, WORSE)), "%.6g".formatted(error(WORSE, BEST)));
        });
    }

    @Test
    void shouldRequestNoRetrainWhenTooFewRecordsAreCompared() {
        // Given
        takeOver(BEST, WORSE);

        // When
        play(4);

        // Then
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldReportBothErrorsWhenTheProbationFails() {
        // Given
        takeOver(BEST, WORSE);

        // When
        play(34);

        // Then
        Probation probation = requests.get(0).getEvidence().getProbation();
        assertThat(probation.getState()).isEqualTo(ProbationState.FAILED);
        assertThat(probation.getChampionVersion()).isEqualTo(1);
        assertThat(probation.getRecords()).isEqualTo(RECORDS);
        assertThat(probation.getError()).isCloseTo(error(WORSE, WORSE), within(1e-9));
        assertThat(probation.getChampionError()).isCloseTo(error(WORSE, BEST), within(1e-9));
        assertThat(reports).contains(requests.get(0).getEvidence());
        assertThat(last().getProbation()).isEqualTo(probation);
    }

    @Test
    void shouldShowFailureAndErrorRatioInMetersWhenTheProbationFails() {
        // Given
        takeOver(BEST, WORSE);

        // When
        play(34);

        // Then
        assertThat(Meters.count(pipeline, "sensieve.probation.failed", "layout", "L"))
                .isEqualTo(1);
        assertThat(Meters.gauge(pipeline, "sensieve.probation.error.ratio", "layout", "L"))
                .isCloseTo(error(WORSE, WORSE) / error(WORSE, BEST), within(1e-6));
    }

    @Test
    void shouldPassWhenTheNewVersionIsBetter() {
        // Given
        takeOver(WORSE, BEST);

        // When
        play(25);

        // Then
        assertThat(requests).isEmpty();
        Probation probation = last().getProbation();
        assertThat(probation.getState()).isEqualTo(ProbationState.PASSED);
        assertThat(probation.getRecords()).isEqualTo(RECORDS);
        assertThat(probation.getError()).isLessThan(probation.getChampionError());
        assertThat(Meters.count(pipeline, "sensieve.probation.failed", "layout", "L"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"1e-6, 0", "-1e-6, 1"})
    void shouldFailProbationOnlyWhenTheErrorExceedsTheMargin(double difference, int expectedRequests) {
        // Given
        takeOver(BEST, WORSE);
        play(6);
        Probation probation = requests.get(0).getEvidence().getProbation();
        double margin = probation.getError() / probation.getChampionError() - 1;
        reopen(Map.of("probation.margin", String.valueOf(margin + difference)));
        takeOver(BEST, WORSE);

        // When: the same records are sent
        play(6);

        // Then
        assertThat(requests).hasSize(expectedRequests);
    }

    @Test
    void shouldNotCompareWhenProbationIsDisabled() {
        // Given
        reopen(Map.of("probation.records", "0"));
        takeOver(BEST, WORSE);

        // When
        play(25);

        // Then
        assertNoProbation();
    }

    @Test
    void shouldNotCompareWhenTheChampionIsMissing() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 2, WORSE).after(1));

        // When
        play(25);

        // Then
        assertNoProbation();
    }

    @Test
    void shouldNotCompareWhenTheVersionIsARollback() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        TestSelection rollback = PlantedRecords.selection("L", 2, WORSE).after(1);
        pipeline.publish(with(
                rollback,
                Provenance.newBuilder(rollback.selection().getProvenance())
                        .setRepublishedVersion(1)
                        .build()));

        // When
        play(25);

        // Then
        assertNoProbation();
    }

    @Test
    void shouldNotCompareWhenTheChampionUsesAFaultySensor() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        TestSelection without = PlantedRecords.selection("L", 2, WORSE).after(1);
        pipeline.publish(with(
                without,
                Provenance.newBuilder(without.selection().getProvenance())
                        .setFaultyChannels(List.of(4))
                        .build()));

        // When
        play(25);

        // Then
        assertNoProbation();
    }

    @Test
    void shouldRequestNoSecondRetrainWhenTheAppRestarts() {
        // Given
        takeOver(BEST, WORSE);
        play(6);
        assertThat(requests).hasSize(1);
        LayoutMonitorState state = monitorState();
        restart(state);

        // When
        play(25);

        // Then
        assertThat(requests).isEmpty();
        assertThat(last().getProbation()).isEqualTo(state.getProbation());
    }

    @Test
    void shouldContinueTheComparisonWhenTheAppRestarts() {
        // Given
        takeOver(BEST, WORSE);
        play(3);
        LayoutMonitorState state = monitorState();
        assertThat(state.getProbation().getState()).isEqualTo(ProbationState.WATCHING);
        assertThat(state.getProbation().getRecords()).isEqualTo(300);
        restart(state);

        // When
        play(1);
        assertThat(requests).isEmpty();
        play(1);

        // Then
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldCompareLateRecordsWhenTheirWindowIsClosed() {
        // Given
        reopen(Map.of("probation.records", "2500"));
        takeOver(BEST, WORSE);
        play(20);
        assertThat(reports).isNotEmpty();
        assertThat(requests).isEmpty();

        // When: 500 records of the first window arrive late
        time = START;
        play(5);

        // Then
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records")).isEqualTo(500);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.RECURRENCE);
            assertThat(request.getEvidence().getProbation().getRecords()).isEqualTo(2_500);
        });
    }

    private void assertNoProbation() {
        assertThat(requests).isEmpty();
        assertThat(last().getSelectionVersion()).isEqualTo(2);
        assertThat(last().getProbation()).isNull();
        assertThat(Meters.gauge(pipeline, "sensieve.probation.error.ratio", "layout", "L"))
                .isNaN();
    }

    private void takeOver(int championPlace, int place) {
        pipeline.publish(PlantedRecords.selection("L", 1, championPlace));
        pipeline.publish(PlantedRecords.selection("L", 2, place).after(1));
    }

    private static TestSelection with(TestSelection test, Provenance provenance) {
        Selection selection =
                Selection.newBuilder(test.selection()).setProvenance(provenance).build();
        return new TestSelection(selection, test.model());
    }

    /** Mean error of the first records, reconstructed by one version and measured in the scaling of another. */
    private double error(int measuring, int reconstructing) {
        Reconstructor measure = new Reconstructor(
                ModelFile.parse(PlantedRecords.selection("L", 1, measuring).model()));
        Reconstructor reconstructor = new Reconstructor(
                ModelFile.parse(PlantedRecords.selection("L", 1, reconstructing).model()));
        float[] squares = new float[PlantedRecords.D];
        return rows.subList(0, RECORDS).stream()
                .mapToDouble(row -> measure.error(row, reconstructor.reconstruct(reconstructor.project(row)), squares))
                .average()
                .orElseThrow();
    }

    private DriftReport last() {
        return reports.get(reports.size() - 1);
    }

    private LayoutMonitorState monitorState() {
        return pipeline.driver()
                .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                .get("L/0000000002");
    }

    /** Opens the app again with a stored state. */
    private void restart(LayoutMonitorState state) {
        reopen(Map.of());
        takeOver(BEST, WORSE);
        pipeline.driver()
                .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                .put("L/0000000002", state);
    }

    private void play(int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < 100; i++) {
                float[] row = PlantedRecords.row(random);
                rows.add(row);
                pipeline.send("d" + i % 10, "L", time, row);
                time = time.plusMillis(10);
            }
            pipeline.advance(Duration.ofSeconds(1));
        }
        reports.addAll(pipeline.values(Topics.DRIFT));
        requests.addAll(pipeline.values(Topics.RETRAIN_REQUESTS));
    }
}
