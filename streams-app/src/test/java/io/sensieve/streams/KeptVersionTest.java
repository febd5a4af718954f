package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.DriftReport;
import io.sensieve.KeptVersionError;
import io.sensieve.Provenance;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.VersionComparison;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Comparison of the active selection with kept versions: 100 records a second. The first channel of each group has the
 * lowest error, the second a higher one.
 */
@NullUnmarked
class KeptVersionTest {
    private static final int BEST = 0;
    private static final int WORSE = 1;

    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();
    private final Random random = new Random(3);

    private SensieveTestDriver pipeline;
    private Instant time = START;

    @BeforeEach
    void open() {
        pipeline = SensieveTestDriver.open(Map.of("drift.window.ms", "10000"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shouldRequestTheReturnOnceWhenAKeptVersionIsBetter() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        pipeline.publish(PlantedRecords.selection("L", 2, WORSE));

        // When
        play(34, row -> row);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.RECURRENCE);
            assertThat(request.getAction()).isEqualTo(RetrainAction.ROLLBACK);
            assertThat(request.getTargetVersion()).isEqualTo(1);
            assertThat(request.getSelectionVersion()).isEqualTo(2);
            assertThat(request.getReason()).contains("version 1, which is kept");
        });
    }

    @Test
    void shouldRequestNothingWhenTheActiveSelectionIsTheBest() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, WORSE));
        pipeline.publish(PlantedRecords.selection("L", 2, BEST));

        // When
        play(34, row -> row);

        // Then
        assertThat(requests).isEmpty();
        assertThat(last().getComparison().getRegret()).isEqualTo(1);
    }

    @Test
    void shouldRequestNothingWhenTooFewRecordsAreCompared() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        pipeline.publish(PlantedRecords.selection("L", 2, WORSE));

        // When
        play(2, row -> row);

        // Then
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldReportTheErrorsOfBothOnTheSameRecords() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        pipeline.publish(PlantedRecords.selection("L", 2, WORSE));

        // When
        play(25, row -> row);

        // Then
        DriftReport first = reports.stream()
                .filter(report -> !report.getEarly() && report.getRecords() == 1_000)
                .findFirst()
                .orElseThrow();
        VersionComparison comparison = first.getComparison();
        assertThat(comparison.getRecords()).isEqualTo(1_000);
        assertThat(comparison.getError()).isCloseTo(error(WORSE, WORSE), within(1e-9));
        KeptVersionError kept = comparison.getVersions().get(0);
        assertThat(kept.getVersion()).isEqualTo(1);
        assertThat(kept.getError()).isCloseTo(error(WORSE, BEST), within(1e-9));
        assertThat(kept.getFit()).isBetween(0.9, 1.1);
        assertThat(comparison.getRegret()).isCloseTo(error(WORSE, WORSE) / error(WORSE, BEST), within(1e-6));
        assertThat(Meters.gauge(pipeline, "sensieve.regret", "layout", "L")).isGreaterThan(1.1);
    }

    @Test
    void shouldReportNoComparisonWhenNoOtherVersionIsKept() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, WORSE));

        // When
        play(25, row -> row);

        // Then
        assertThat(last().getComparison()).isNull();
        assertThat(Meters.gauge(pipeline, "sensieve.regret", "layout", "L")).isNaN();
    }

    @Test
    void shouldNotReturnToAVersionThatSelectsAStuckSensor() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        TestSelection without = PlantedRecords.selection("L", 2, WORSE);
        pipeline.publish(withFaulty(without, List.of(0, 4, 8)));

        // When: a version that selects the stuck channels reconstructs them exactly
        play(25, row -> {
            row[0] = 0.5f;
            row[4] = 0.5f;
            row[8] = 0.5f;
            return row;
        });

        // Then
        assertThat(requests).noneMatch(request -> request.getRequestedBy() == Requester.RECURRENCE);
    }

    @Test
    void shouldReturnToAVersionWhoseSensorsHaveRecovered() {
        // Given
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        pipeline.publish(withFaulty(PlantedRecords.selection("L", 2, WORSE), List.of(0, 4, 8)));

        // When
        play(10, row -> row);

        // Then
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.getTargetVersion()).isEqualTo(1));
    }

    @Test
    void shouldReturnWithoutARetrainWhenTheErrorRisesAndAKeptVersionFits() {
        // Given: version 2 was trained on another scale of all channels, which holds at first
        pipeline.publish(PlantedRecords.selection("L", 1, BEST));
        pipeline.publish(scaled(PlantedRecords.selection("L", 2, BEST)));
        play(20, row -> times(row, 3));

        // When: the first state returns
        play(15, row -> row);

        // Then
        assertThat(requests).first().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.RECURRENCE);
            assertThat(request.getTargetVersion()).isEqualTo(1);
        });
        assertThat(requests).noneMatch(request -> request.getRequestedBy() == Requester.DRIFT);
    }

    /** A selection that was fitted to rows of three times the values. */
    private static TestSelection scaled(TestSelection selection) {
        Random planted = new Random(5);
        float[][] tripled = new float[2_000][];
        for (int i = 0; i < tripled.length; i++) {
            tripled[i] = times(PlantedRecords.row(planted), 3);
        }
        return TestSelection.fitted(
                "L",
                selection.selection().getVersion(),
                PlantedRecords.CHANNELS,
                tripled,
                selection.selection().getChannels().stream()
                        .map(channel -> channel.getName())
                        .toArray(String[]::new));
    }

    private static float[] times(float[] row, float factor) {
        float[] product = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            product[i] = factor * row[i];
        }
        if (factor > 1) {
            // An offset keeps the version from extrapolating to the first state.
            product[1] += 5;
            product[5] += 5;
        }
        return product;
    }

    private static TestSelection withFaulty(TestSelection test, List<Integer> channels) {
        Selection selection = Selection.newBuilder(test.selection())
                .setProvenance(Provenance.newBuilder(test.selection().getProvenance())
                        .setFaultyChannels(channels)
                        .build())
                .build();
        return new TestSelection(selection, test.model());
    }

    /** Mean error of the first 1,000 records, reconstructed by one version and measured in the scaling of another. */
    private double error(int measuring, int reconstructing) {
        Reconstructor measure = new Reconstructor(
                ModelFile.parse(PlantedRecords.selection("L", 1, measuring).model()));
        Reconstructor reconstructor = new Reconstructor(
                ModelFile.parse(PlantedRecords.selection("L", 1, reconstructing).model()));
        float[] squares = new float[PlantedRecords.D];
        return rows.subList(0, 1_000).stream()
                .mapToDouble(row -> measure.error(row, reconstructor.reconstruct(reconstructor.project(row)), squares))
                .average()
                .orElseThrow();
    }

    private DriftReport last() {
        return reports.get(reports.size() - 1);
    }

    private void play(int seconds, UnaryOperator<float[]> change) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < 100; i++) {
                float[] row = change.apply(PlantedRecords.row(random));
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
