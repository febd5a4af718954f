package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.MissingValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The sample model: offsets 10, 0, -1; ranges 2, 4, 1 (channel 2 was constant); channel 1 = channel 0 + channel 2,
 * scaled.
 */
class ReconstructorTest {
    private static final float NAN = Float.NaN;

    private final Reconstructor reconstructor = new Reconstructor(SampleSelection.model());
    private final float[] squares = new float[3];

    @Test
    void shouldPickTheSelectedChannelsWhenProjecting() {
        // When
        float[] reduced = reconstructor.project(new float[] {12, 7, NAN});

        // Then
        assertThat(reduced).containsExactly(12, NAN);
    }

    @Test
    void shouldScaleDecodeAndScaleBackWhenReconstructing() {
        // Given: scaled 1.5 and 2
        float[] reduced = {13, 1};

        // When
        float[] reconstructed = reconstructor.reconstruct(reduced);

        // Then
        assertThat(reconstructed).containsExactly(13, (1.5f + 2) * 4, 1);
    }

    @Test
    void shouldUseTheFillValuesWhenSelectedValuesAreMissing() {
        // Given: fill values 0.5 and 0.25
        float[] reduced = {NAN, NAN};

        // When
        float[] reconstructed = reconstructor.reconstruct(reduced);

        // Then
        assertThat(reconstructed).containsExactly(0.5f * 2 + 10, 0.75f * 4, 0.25f - 1);
    }

    @Test
    void shouldGiveEachRecordItsOwnArrayWhenCalledTwice() {
        // Given
        float[] first = reconstructor.reconstruct(new float[] {13, 1});

        // When
        reconstructor.reconstruct(new float[] {0, 0});

        // Then
        assertThat(first).containsExactly(13, 14, 1);
    }

    @Test
    void shouldDivideTheScaledNormByDWhenAllIsMeasured() {
        // Given: scaled differences 1, -2 and 2, so the norm is 3
        float[] sensorRecord = {12, 0, 2};
        float[] reconstructed = {10, 8, 0};

        // When
        float error = reconstructor.error(sensorRecord, reconstructed, squares);

        // Then
        assertThat(error).isCloseTo(1, within(1e-6f));
        assertThat(squares).containsExactly(1, 4, 4);
    }

    @Test
    void shouldWeighTheMeasuredChannelsUpWhenOthersAreMissing() {
        // Given: scaled difference 2 in the one measured channel of three
        float[] sensorRecord = {NAN, 0, NAN};
        float[] reconstructed = {10, 8, 0};

        // When
        float error = reconstructor.error(sensorRecord, reconstructed, squares);

        // Then
        assertThat(error).isCloseTo((float) (2 * Math.sqrt(3) / 3), within(1e-6f));
        assertThat(squares).containsExactly(NAN, 4, NAN);
    }

    @Test
    void shouldTreatMarkedValuesAsMissing() {
        // Given: -200 is missing in channels 0 and 1; channel 0 is selected
        Reconstructor marking = new Reconstructor(
                SampleSelection.model(),
                MissingValues.of(List.of(new MissingValue(0, -200f), new MissingValue(1, -200f))),
                1);
        float[] marked = {-200, -200, 2};
        float[] missing = {NAN, NAN, 2};

        // When
        float[] reconstructed = marking.reconstruct(new float[] {-200, 2});

        // Then
        assertThat(marking.project(marked)).containsExactly(NAN, 2);
        assertThat(marking.project(new float[] {12, -200, -200})).containsExactly(12, -200);
        assertThat(reconstructed).isEqualTo(reconstructor.reconstruct(new float[] {NAN, 2}));
        assertThat(marking.error(marked, reconstructed, squares))
                .isEqualTo(reconstructor.error(missing, reconstructed, squares));
        assertThat(marking.error(marked, reconstructed, marked)).isNotNaN();
        assertThat(marking.measured()).isEqualTo(1);
    }

    @Test
    void shouldBeNaNWhenEverythingIsMissing() {
        // Given
        float[] nothing = {NAN, NAN, NAN};

        // When
        float error = reconstructor.error(nothing, new float[] {1, 2, 3}, squares);

        // Then
        assertThat(error).isNaN();
        assertThat(squares).containsExactly(NAN, NAN, NAN);
    }

    @Test
    void shouldAddUpChannelByChannelWhenSeveralRecordsAreMeasured() {
        // Given
        ChannelErrors errors = new ChannelErrors(3);
        float[] reconstructed = {10, 8, 0};

        // When
        for (float[] measured : new float[][] {{12, 8, 0}, {14, NAN, 0}, {NAN, NAN, 2}}) {
            reconstructor.error(measured, reconstructed, squares);
            errors.add(squares, reconstructor.measured());
        }

        // Then
        assertThat(errors.squares(0)).isEqualTo(1 + 4);
        assertThat(errors.measured(0)).isEqualTo(2);
        assertThat(errors.rootMeanSquare(0)).isEqualTo(Math.sqrt(2.5));
        assertThat(errors.measured(1)).isEqualTo(1);
        assertThat(errors.squares(2)).isEqualTo(4);
        assertThat(errors.measured(2)).isEqualTo(3);
    }

    @Test
    void shouldAverageTheErrorsOfTheRecordsThatSayAnything() {
        // Given: channel 1 is 4 for the first, predicted as 4 (1 + 0); 8 off, 2 scaled, for the second
        float[] predicted = {12, 4, -1};
        float[] residualVariance = {12, 12, -1};
        float[] nothing = {NAN, NAN, NAN};

        // When
        double mean = reconstructor.meanError(new float[][] {predicted, nothing, residualVariance});

        // Then
        assertThat(mean).isCloseTo((0 + 2.0 / 3) / 2, within(1e-6));
        assertThat(reconstructor.meanError(new float[][] {nothing})).isNaN();
    }
}
