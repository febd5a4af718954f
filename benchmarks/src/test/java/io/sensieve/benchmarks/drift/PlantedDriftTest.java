package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedDriftTest {
    private static final int CHANNELS = 12;
    private static final int[] SELECTED = {0, 5};

    private final RowPool pool = new RowPool(rows());

    /** All channels of a row have the same deviation from their means. */
    private static float[][] rows() {
        Random random = new Random(3);
        float[][] rows = new float[300][CHANNELS];
        for (float[] row : rows) {
            float common = (float) random.nextGaussian();
            for (int c = 0; c < CHANNELS; c++) {
                row[c] = 10 * c + common;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingBeforeTheOnset(DriftKind kind) {
        // Given
        PlantedDrift drift = PlantedDrift.of(kind, pool, SELECTED, 1);

        // When
        for (long i = 0; i < drift.onset(); i++) {
            float[] row = drift.next(i);

            // Then
            assertThat(spread(row)).isLessThan(0.1f);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ABRUPT", "GROUP_RESCALED", "SEASONAL"})
    void shouldScaleExactlyTheDriftedChannelsAfterTheOnset(DriftKind kind) {
        // Given
        PlantedDrift drift = PlantedDrift.of(kind, pool, SELECTED, 1);

        // When
        float[] row = drift.next(drift.onset());
        while (Math.abs(common(row, drift)) < 0.5) {
            row = drift.next(drift.onset());
        }

        // Then
        for (int c = 0; c < CHANNELS; c++) {
            boolean asBefore = Math.abs(row[c] - 10 * c - common(row, drift)) < 0.2;
            assertThat(asBefore).as("channel %d", c).isEqualTo(!drift.changed().contains(c));
        }
    }

    @Test
    void shouldKeepMarginalsAndBreakCorrelationsWhenCorrelationChanges() {
        // Given
        PlantedDrift drift = PlantedDrift.of(DriftKind.CORRELATION, pool, SELECTED, 1);
        List<Float> before = new ArrayList<>();
        List<Float> after = new ArrayList<>();
        int channel = drift.changed().iterator().next();
        int broken = 0;

        // When
        for (int i = 0; i < 2_000; i++) {
            before.add(drift.next(0)[channel]);
            float[] row = drift.next(drift.onset());
            after.add(row[channel]);
            broken += spread(row) > 0.3 ? 1 : 0;
        }

        // Then
        before.sort(null);
        after.sort(null);
        for (int rank = 200; rank < 2_000; rank += 200) {
            assertThat(after.get(rank) - before.get(rank)).isBetween(-0.25f, 0.25f);
        }
        assertThat(broken).isGreaterThan(1_400);
        assertThat(drift.changed()).hasSize(CHANNELS / 3);
    }

    @Test
    void shouldRepeatTheLastValueWhenAChannelIsStuck() {
        // Given
        PlantedDrift drift = PlantedDrift.of(DriftKind.STUCK_SELECTED, pool, SELECTED, 1);
        int channel = drift.changed().iterator().next();
        float last = drift.next(drift.onset() - 1)[channel];

        // When / Then
        for (int i = 0; i < 50; i++) {
            assertThat(drift.next(drift.onset() + i)[channel]).isEqualTo(last);
        }
        assertThat(channel).isIn(0, 5);
    }

    @Test
    void shouldRemoveAReconstructedChannelWhenItIsDead() {
        // Given
        PlantedDrift drift = PlantedDrift.of(DriftKind.DEAD_RECONSTRUCTED, pool, SELECTED, 1);
        int channel = drift.changed().iterator().next();

        // When / Then
        assertThat(drift.next(drift.onset())[channel]).isNaN();
        assertThat(channel).isNotIn(0, 5);
    }

    @Test
    void shouldRaiseTheShareOfDriftedRecordsWhenDriftIsGradual() {
        // Given
        PlantedDrift drift = PlantedDrift.of(DriftKind.GRADUAL, pool, SELECTED, 1);
        int changed = 0;

        // When
        for (int i = 0; i < PlantedDrift.GRADUAL_RECORDS; i++) {
            changed += spread(drift.next(drift.onset() + i)) > 0.1 ? 1 : 0;
        }

        // Then
        assertThat(changed / (double) PlantedDrift.GRADUAL_RECORDS).isBetween(0.4, 0.55);
    }

    @Test
    void shouldEndAndComeAgainWhenDriftIsSeasonal() {
        // Given
        PlantedDrift drift = PlantedDrift.of(DriftKind.SEASONAL, pool, SELECTED, 1);
        long season = PlantedDrift.SEASON_RECORDS;

        // When / Then
        assertThat(drift.onsets()).containsExactly(drift.onset(), drift.onset() + 2 * season);
        for (int i = 0; i < 100; i++) {
            assertThat(spread(drift.next(drift.onset() + season + i))).isLessThan(0.1f);
        }
    }

    /** Difference of the largest and the smallest deviation. */
    private static float spread(float[] row) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < CHANNELS; c++) {
            least = Math.min(least, row[c] - 10 * c);
            most = Math.max(most, row[c] - 10 * c);
        }
        return most - least;
    }

    /** Mean deviation of the unchanged channels. */
    private static double common(float[] row, PlantedDrift drift) {
        double sum = 0;
        int count = 0;
        for (int c = 0; c < CHANNELS; c++) {
            if (!drift.changed().contains(c)) {
                sum += row[c] - 10 * c;
                count++;
            }
        }
        return sum / count;
    }
}
