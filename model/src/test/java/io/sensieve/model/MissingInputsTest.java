package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MissingInputsTest {
    private static final float NAN = Float.NaN;

    @Test
    void shouldEstimateByRegressionOnThePresentInputsWhenOneIsMissing() {
        // Given: the deviations are 2 and 1, the correlation is 0.8
        MissingInputs inputs = new MissingInputs(new float[] {10, -1}, new float[] {4, 1.6f, 1.6f, 1});
        float[] values = {NAN, 0.5f};

        // When
        inputs.fill(values);

        // Then
        assertThat(values[0]).isCloseTo(10 + 1.6f * 1.5f, within(0.01f));
        assertThat(values[1]).isEqualTo(0.5f);
    }

    @Test
    void shouldFindThePlantedValuesWhenInputsAreMixturesOfFewSources() {
        // Given: eight mixtures of three sources, so that any three of them give the others
        Random random = new Random(5);
        int k = 8;
        int sources = 3;
        double[][] mixture = new double[k][sources];
        float[] covariance = new float[k * k];
        for (int i = 0; i < k; i++) {
            for (int s = 0; s < sources; s++) {
                mixture[i][s] = random.nextGaussian();
            }
        }
        for (int i = 0; i < k * k; i++) {
            for (int s = 0; s < sources; s++) {
                covariance[i] += (float) (mixture[i / k][s] * mixture[i % k][s]);
            }
        }
        MissingInputs inputs = new MissingInputs(new float[k], covariance).copy();

        for (int record = 0; record < 500; record++) {
            // Given
            float[] truth = new float[k];
            for (int s = 0; s < sources; s++) {
                double source = random.nextGaussian();
                for (int i = 0; i < k; i++) {
                    truth[i] += (float) (mixture[i][s] * source);
                }
            }
            float[] values = truth.clone();
            values[random.nextInt(k)] = NAN;
            values[random.nextInt(k)] = NAN;

            // When
            inputs.fill(values);

            // Then
            assertThat(values).containsExactly(truth, within(0.15f));
        }
    }

    @Test
    void shouldUseTheMeanWhenNothingElseIsKnown() {
        // Given: the second input is constant, the third does not correlate
        MissingInputs inputs = new MissingInputs(new float[] {1, 2, 3}, new float[] {1, 0, 0, 0, 0, 0, 0, 0, 1});
        float[] all = {NAN, NAN, NAN};
        float[] some = {5, NAN, NAN};

        // When
        inputs.fill(all);
        inputs.fill(some);

        // Then
        assertThat(all).containsExactly(1, 2, 3);
        assertThat(some).containsExactly(5, 2, 3);
    }

    /** Covariances of rows with holes, or of a file that somebody made up, need not belong to any distribution. */
    @Test
    void shouldStayFiniteWhenTheCovariancesAreOfNoDistribution() {
        // Given
        MissingInputs inputs = new MissingInputs(new float[3], new float[] {1, 1, -1, 1, 1, 1, -1, 1, 1});
        float[] values = {1, NAN, 1};

        // When
        inputs.fill(values);

        // Then
        assertThat(values[1]).isFinite();
    }

    @Test
    void shouldRefuseCovariancesOfAnotherNumberOfInputs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MissingInputs(new float[3], new float[4]))
                .withMessage("4 covariances of 3 inputs");
    }
}
