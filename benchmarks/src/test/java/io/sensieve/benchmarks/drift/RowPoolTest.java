package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowPoolTest {
    private static final int ROWS = 400;

    /** Channel 0 is uniform in 0 … 1, 1 is 0 or 1, 2 is constant, 3 is missing in every other row. */
    private final RowPool pool = new RowPool(rows());

    private static float[][] rows() {
        float[][] rows = new float[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            rows[r] = new float[] {r / (float) (ROWS - 1), r % 2, 7, r % 2 == 0 ? Float.NaN : r};
        }
        return rows;
    }

    @Test
    void shouldAddNoiseToDistinctValues() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        int moved = 0;

        // When
        for (int i = 0; i < 1_000; i++) {
            float value = pool.draw(random)[0];

            // Then
            float nearest = Math.round(value * (ROWS - 1)) / (float) (ROWS - 1);
            assertThat(value).isBetween(0f, 1f);
            assertThat(Math.abs(value - nearest)).isLessThan(0.003f);
            moved += value == nearest ? 0 : 1;
        }
        assertThat(moved).isGreaterThan(900);
    }

    @Test
    void shouldKeepSharedAndMissingValues() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        int missing = 0;

        // When
        for (int i = 0; i < 1_000; i++) {
            float[] row = pool.draw(random);

            // Then
            assertThat(row[1]).isIn(0f, 1f);
            assertThat(row[2]).isEqualTo(7);
            missing += Float.isNaN(row[3]) ? 1 : 0;
        }
        assertThat(missing).isBetween(430, 570);
    }

    @Test
    void shouldListVaryingChannels() {
        assertThat(pool.varying()).containsExactly(0, 1, 3);
        assertThat(pool.mean(0)).isEqualTo(0.5f);
    }
}
