package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorScalingTest {
    private final ErrorScaling scale =
            new ErrorScaling(new float[][] {{0, 10, 5, Float.NaN}, {2, 30, 5, 1}, {1, 20, 5, 3}});

    @Test
    void shouldScaleErrorsByTheRangesOfTheChannels() {
        // When
        double error = scale.error(new float[] {1, 20, 5, 2}, new float[] {2, 20, 9, 2});

        // Then
        assertThat(error).isCloseTo(Math.sqrt(0.25 * 4 / 3) / 4, within(1e-6));
    }

    @Test
    void shouldIgnoreMissingChannels() {
        // When
        double error = scale.error(new float[] {Float.NaN, 20, 5, Float.NaN}, new float[] {2, 40, 9, 2});

        // Then
        assertThat(error).isCloseTo(Math.sqrt(4.0) / 4, within(1e-6));
    }
}
