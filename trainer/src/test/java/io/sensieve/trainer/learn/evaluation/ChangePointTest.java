package io.sensieve.trainer.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 100, 250, 280})
    void shouldFindTheRowWhenTheLevelRises(int change) {
        // When
        OptionalInt found = ChangePoint.ofRise(series(300, change, 2), 0.2);

        // Then
        assertThat(found.orElseThrow()).isBetween(change - 3, change + 3);
    }

    @Test
    void shouldFindNothingWhenTheLevelStaysOrFalls() {
        // When / Then
        for (int seed = 0; seed < 50; seed++) {
            assertThat(ChangePoint.ofRise(series(300, 300, seed), 0.2)).isEmpty();
        }
        double[] falling = series(300, 100, 2);
        for (int i = 0; i < falling.length; i++) {
            falling[i] = -falling[i];
        }
        assertThat(ChangePoint.ofRise(falling, 0.2)).isEmpty();
    }

    @Test
    void shouldFindNothingWhenThereAreFewValues() {
        // When / Then
        assertThat(ChangePoint.ofRise(new double[0], 0.2)).isEmpty();
        assertThat(ChangePoint.ofRise(new double[] {0, 5}, 0.2)).isEmpty();
    }

    private static double[] series(int count, int change, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.4 * random.nextGaussian() + (i < change ? 0 : 2);
        }
        return values;
    }
}
