package io.sensieve.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutageFilterTest {
    private static final int CHANNELS = 6;
    private static final int PATIENCE = 200;

    private final Random random = new Random(4);
    private final OutageFilter filter = new OutageFilter(CHANNELS, PATIENCE);

    @Test
    void shouldFindNoOutageWhenRowsAreUsual() {
        // When / Then: the last channel is often missing, the one before is constant
        assertThat(count(1_000, row -> {
                    row[5] = random.nextInt(4) == 0 ? 1 : Float.NaN;
                    row[4] = 7;
                    return row;
                }))
                .isZero();
    }

    @Test
    void shouldFindEachRowWhenMostChannelsAreMissingOrZero() {
        // Given
        count(100, UnaryOperator.identity());

        // When / Then
        assertThat(count(50, row -> filled(row, 4, Float.NaN))).isEqualTo(50);
        assertThat(count(50, row -> filled(row, 4, 0))).isEqualTo(50);
        assertThat(count(50, row -> filled(row, 3, Float.NaN))).isZero();
        assertThat(count(50, UnaryOperator.identity())).isZero();
    }

    @Test
    void shouldFindAllButTheFirstRowsWhenADeviceIsFrozen() {
        // Given: two devices take turns
        count(100, UnaryOperator.identity());
        float[] frozen = row();
        int found = 0;

        // When
        for (int i = 0; i < 50; i++) {
            found += filter.isOutage(1, frozen) ? 1 : 0;
            assertThat(filter.isOutage(2, row())).isFalse();
        }

        // Then
        assertThat(found).isEqualTo(47);
    }

    @Test
    void shouldAcceptTheRowsWhenTheOutageLasts() {
        // Given
        count(100, UnaryOperator.identity());

        // When
        int found = count(1_000, row -> filled(row, 4, Float.NaN));

        // Then
        assertThat(found).isBetween(PATIENCE - 1, PATIENCE + 1);
    }

    private int count(int rows, UnaryOperator<float[]> change) {
        int found = 0;
        for (int i = 0; i < rows; i++) {
            found += filter.isOutage(0, change.apply(row())) ? 1 : 0;
        }
        return found;
    }

    private float[] row() {
        float[] row = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            row[c] = (float) random.nextGaussian();
        }
        return row;
    }

    private static float[] filled(float[] row, int channels, float value) {
        Arrays.fill(row, 0, channels, value);
        return row;
    }
}
