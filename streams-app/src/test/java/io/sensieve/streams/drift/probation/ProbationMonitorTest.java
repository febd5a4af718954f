package io.sensieve.streams.drift.probation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Probation;
import io.sensieve.ProbationState;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.PlantedRecords;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.distribution.ReferenceBins;
import io.sensieve.streams.drift.window.PartialSums;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.testing.TestSelection;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ProbationMonitorTest {
    private static final TestSelection NEW = PlantedRecords.selection("L", 2).after(1);
    private static final LoadedSelection SELECTION = LoadedSelection.of(NEW.selection(), NEW.model(), Optional.empty());

    private final ProbationMonitor monitor = new ProbationMonitor(new ProbationSettings(100, 0.25), SELECTION, null);

    @ParameterizedTest
    @CsvSource({"1.2499999, PASSED", "1.25, PASSED", "1.2500001, FAILED"})
    void shouldFailOnlyWhenTheErrorIsAboveTheMargin(double error, ProbationState state) {
        // When
        boolean fails = monitor.add(partial(100, 100, 100 * error));

        // Then
        assertThat(monitor.result().getState()).isEqualTo(state);
        assertThat(fails).isEqualTo(state == ProbationState.FAILED);
    }

    @Test
    void shouldDecideOnceWhenSeveralTasksCompareRecords() {
        // When, Then
        assertThat(monitor.add(partial(99, 99, 990))).isFalse();
        assertThat(monitor.result().getState()).isEqualTo(ProbationState.WATCHING);
        assertThat(monitor.add(partial(3, 3, 30))).isTrue();
        Probation decided = monitor.result();
        assertThat(decided.getRecords()).isEqualTo(102);
        assertThat(decided.getError()).isEqualTo(10);
        assertThat(monitor.add(partial(200, 200, 9_000))).isFalse();
        assertThat(monitor.result()).isEqualTo(decided);
    }

    @Test
    void shouldGiveNoSharesWhenNothingIsCompared() {
        // When, Then
        assertThat(monitor.add(partial(0, 0, 0))).isFalse();
        assertThat(monitor.result()).isNull();
    }

    private static DriftPartial partial(long records, double championSum, double ownSum) {
        PartialSums sums = new PartialSums(SELECTION);
        return DriftPartial.newBuilder(sums.toPartial(0, new EffectiveSampleSize(ReferenceBins.offsets(SELECTION), 1)))
                .setProbationRecords(records)
                .setChampionErrorSum(championSum)
                .setActiveErrorSum(ownSum)
                .build();
    }
}
