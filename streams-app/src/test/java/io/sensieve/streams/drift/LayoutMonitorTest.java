package io.sensieve.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ErrorSummary;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.PlantedRecords;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.drift.window.WindowSettings;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.testing.TestSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rises of the error in partial sums of one second and 1,000 records, whose errors are log-normal. */
class LayoutMonitorTest {
    private static final int RECORDS = 1_000;

    private double spread = 0.385;
    private LayoutMonitor monitor = new LayoutMonitor(settings(), selection(0.4), null);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFindNoRiseWhenAMillionRecordsFollowTheReference(long seed) {
        // When
        List<Integer> risen = play(new Random(seed), 0, 1_000, 0.95 + 0.05 * seed, 1);

        // Then
        assertThat(risen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindARiseWithinASecondWhenTheErrorRises(long seed) {
        // Given
        Random random = new Random(seed);
        play(random, 0, 300, 1, 1);

        // When
        List<Integer> risen = play(random, 300, 302, 1.4, 1);

        // Then
        assertThat(risen).startsWith(300);
        assertThat(monitor.detector().since())
                .hasValueSatisfying(since -> assertThat(since).isBetween(299_850L, 300_064L));
    }

    /** Machines stay in a state for 50 records, and each state has its own error level. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindNoRiseWhenErrorsAreAutocorrelated(long seed) {
        assertThat(play(new Random(seed), 0, 500, 1, 50)).isEmpty();
    }

    /** A few of many channels have a higher error, so that the error of every record is slightly higher. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindASmallRiseWhenErrorsAreSteady(long seed) {
        // Given
        steadyErrors();
        Random random = new Random(seed);
        List<Integer> before = play(random, 0, 300, 1, 1);

        // When
        List<Integer> risen = play(random, 300, 310, 1.1, 1);

        // Then
        assertThat(before).isEmpty();
        assertThat(risen).startsWith(300).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindASmallRiseWhenItIsPermanent(long seed) {
        // Given
        Random random = new Random(seed);
        List<Integer> before = play(random, 0, 30, 1, 1);

        // When
        List<Integer> risen = play(random, 30, 60, 1.09, 1);

        // Then
        assertThat(before).isEmpty();
        assertThat(risen).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindNoRiseWhenSteadyErrorsRiseByThreePercent(long seed) {
        // Given
        steadyErrors();
        Random random = new Random(seed);
        play(random, 0, 300, 1, 1);

        // When, Then
        assertThat(play(random, 300, 500, 1.03, 1)).isEmpty();
    }

    /** Buffered records come first, and the version may have been trained on them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindNoRiseWhenTheFirstRecordsHaveALowerErrorThanTheValidationRows(long seed) {
        // Given
        steadyErrors();
        Random random = new Random(seed);
        play(random, 0, 2, 0.85, 1);

        // When, Then
        assertThat(play(random, 2, 100, 1, 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindARiseWhenTheFirstRecordsHadALowerErrorThanTheValidationRows(long seed) {
        // Given
        steadyErrors();
        Random random = new Random(seed);
        play(random, 0, 2, 0.85, 1);
        play(random, 2, 100, 1, 1);

        // When, Then
        assertThat(play(random, 100, 102, 1.4, 1)).isNotEmpty();
    }

    private void steadyErrors() {
        spread = 0.1;
        monitor = new LayoutMonitor(settings(), selection(0.1), null);
    }

    /** Returns the seconds after which the monitor reports a rise of the error. */
    private List<Integer> play(Random random, int from, int to, double mean, int state) {
        List<Integer> risen = new ArrayList<>();
        double level = 1;
        for (int second = from; second < to; second++) {
            List<ErrorBlock> blocks = new ArrayList<>();
            for (int start = 0; start < RECORDS; start += 32) {
                int count = Math.min(32, RECORDS - start);
                double sum = 0;
                double squares = 0;
                for (int i = start; i < start + count; i++) {
                    level = state == 1 ? 1 : i % state == 0 ? 0.7 + 0.6 * random.nextDouble() : level;
                    double error = Math.min(
                            2.6, mean * level * Math.exp(spread * random.nextGaussian() - spread * spread / 2));
                    sum += error;
                    squares += error * error;
                }
                blocks.add(new ErrorBlock(count, sum, squares, second * 1_000L + start));
            }
            monitor.add(partial(second, blocks));
            if (monitor.hasRisen()) {
                risen.add(second);
            }
        }
        return risen;
    }

    private static DriftPartial partial(int second, List<ErrorBlock> blocks) {
        return DriftPartial.newBuilder()
                .setLayout("L")
                .setSelectionVersion(1)
                .setWindowStart(Instant.ofEpochSecond(second - second % 60))
                .setRecords(RECORDS)
                .setErrorRecords(RECORDS)
                .setErrorSum(1)
                .setMissingCounts(Collections.nCopies(PlantedRecords.K, 0L))
                .setSquaredErrors(Collections.nCopies(PlantedRecords.D, 0.0))
                .setMeasuredCounts(Collections.nCopies(PlantedRecords.D, (long) RECORDS))
                .setErrorBlocks(blocks)
                .build();
    }

    private static LoadedSelection selection(double sd) {
        TestSelection test = PlantedRecords.selection("L", 1);
        Selection selection = Selection.newBuilder(test.selection())
                .setValidation(new ErrorSummary(1_000L, 1.0, sd, 1.0, 1.7, 2.2, 9.0))
                .build();
        return LoadedSelection.of(selection, test.model(), Optional.empty());
    }

    private static DriftSettings settings() {
        return new DriftSettings(
                new WindowSettings(
                        Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofHours(1), 200),
                new DriftThresholds(1.25, 1.5),
                2,
                10,
                Duration.ofMinutes(10),
                new DetectorSettings(true, 1e-5, 1.05),
                new SensorSettings(0.5, 64));
    }
}
