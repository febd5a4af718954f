package io.sensieve.trainer.learn.lassonet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HierarchicalProxTest {
    private final SplittableRandom random = new SplittableRandom(5);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 10})
    void shouldMinimiseTheObjectiveForRandomWeights(double hierarchy) {
        for (int i = 0; i < 50; i++) {
            // Given
            float[] weights = weights();
            double norm = 2 * random.nextDouble();
            double lambda = 3 * random.nextDouble();

            // When
            double length = HierarchicalProx.length(norm, weights, 0, weights.length, lambda, hierarchy);

            // Then
            assertThat(length).isCloseTo(bruteForce(norm, weights, lambda, hierarchy), within(2e-3));
        }
    }

    @Test
    void shouldThresholdTheSkipWeightsAloneWhenTheHierarchyIsZero() {
        assertThat(HierarchicalProx.length(2, weights(), 0, 6, 0.5, 0)).isEqualTo(1.5);
        assertThat(HierarchicalProx.length(0.4, weights(), 0, 6, 0.5, 0)).isZero();
    }

    @Test
    void shouldThresholdTheSkipWeightsAloneWhenTheHierarchyIsLarge() {
        // Given
        double hierarchy = 1e7;

        // When
        double length = HierarchicalProx.length(2, weights(), 0, 6, 0.5, hierarchy);
        double none = HierarchicalProx.length(0.4, weights(), 0, 6, 0.5, hierarchy);

        // Then
        assertThat(length).isEqualTo(1.5);
        assertThat(none).isCloseTo(0, within(1e-6));
    }

    @Test
    void shouldReadTheWeightsOfItsOwnChannelOnly() {
        // Given
        float[] own = weights();
        float[] all = new float[18];
        Arrays.fill(all, 99);
        System.arraycopy(own, 0, all, 6, 6);

        // When / Then
        assertThat(HierarchicalProx.length(1, all, 6, 12, 0.7, 10))
                .isEqualTo(HierarchicalProx.length(1, own, 0, 6, 0.7, 10));
    }

    private float[] weights() {
        float[] weights = new float[6];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (2 * random.nextDouble() - 1);
        }
        return weights;
    }

    private static double bruteForce(double norm, float[] weights, double lambda, double hierarchy) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 8000; i++) {
            double length = i * 1e-3;
            double objective = (length - norm) * (length - norm) / 2 + lambda * length;
            for (float weight : weights) {
                double cut = Math.max(0, Math.abs(weight) - hierarchy * length);
                objective += cut * cut / 2;
            }
            if (objective < least) {
                least = objective;
                best = length;
            }
        }
        return best;
    }
}
