package io.sensieve.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeErrorTest {
    private static final float[][] LEARNT = {{1, 10, 5}, {3, 30, 5}};

    @Test
    void shouldDivideTheErrorByTheDeviationOfTheLearntRows() {
        // Given: deviations 1, 10 and, because the third channel never varies, a scale of 1
        float[][] truth = {{0, 0, 0}, {0, 0, 0}};
        RelativeError error = new RelativeError(LEARNT, LEARNT);

        // When
        double measured = error.of(truth, new Stretch(0, 2), record -> new float[] {1, 20, 0});

        // Then: per record 1, 4 and 0
        assertThat(measured).isCloseTo(Math.sqrt(10.0 / 6), within(1e-6));
    }

    @Test
    void shouldLeaveOutMissingCellsAndOtherRecords() {
        // Given
        float[][] truth = {{9, 9, 9}, {0, Float.NaN, Float.NaN}, {Float.NaN, Float.NaN, Float.NaN}};
        RelativeError error = new RelativeError(LEARNT, LEARNT);

        // When
        double measured = error.of(truth, new Stretch(1, 3), record -> new float[] {2, 1_000, 1_000});

        // Then
        assertThat(measured).isCloseTo(2, within(1e-6));
    }

    @Test
    void shouldScaleByTheNewRegimeWhenAChannelVariesOnlyThere() {
        // Given
        float[][] regime = {{1, 10, 0}, {3, 30, 8}};
        RelativeError error = new RelativeError(LEARNT, regime);

        // When
        double measured = error.of(new float[1][3], new Stretch(0, 1), record -> new float[] {0, 0, 4});

        // Then
        assertThat(measured).isCloseTo(Math.sqrt(1.0 / 3), within(1e-6));
    }

    @Test
    void shouldBeUnknownWhenNothingIsMeasured() {
        // Given
        float[][] truth = {{Float.NaN, Float.NaN, Float.NaN}};

        // When
        double measured = new RelativeError(LEARNT, LEARNT).of(truth, new Stretch(0, 1), record -> new float[3]);

        // Then
        assertThat(measured).isNaN();
    }
}
