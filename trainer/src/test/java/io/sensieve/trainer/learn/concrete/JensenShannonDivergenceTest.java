package io.sensieve.trainer.learn.concrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import org.junit.jupiter.api.Test;

class JensenShannonDivergenceTest {
    @Test
    void shouldBeZeroWhenRowsAreEqualAndLogKWhenTheyDoNotOverlap() {
        assertThat(divergence(new float[] {1, 2, 3, 1, 2, 3}, 2)).isCloseTo(0, within(1e-6));
        assertThat(divergence(new float[] {50, 0, 0, 0, 50, 0}, 2)).isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void shouldFollowEquationTenWhenRowsOverlap() {
        // Given
        double[] first = {0.7, 0.2, 0.1};
        double[] second = {0.1, 0.3, 0.6};
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double mixture = (first[i] + second[i]) / 2;
            expected += (first[i] * Math.log(first[i] / mixture) + second[i] * Math.log(second[i] / mixture)) / 2;
        }

        // When
        float[] logits = new float[6];
        for (int i = 0; i < 3; i++) {
            logits[i] = (float) Math.log(first[i]);
            logits[3 + i] = (float) Math.log(second[i]);
        }

        // Then
        assertThat(divergence(logits, 2)).isCloseTo(expected, within(1e-6));
    }

    private static double divergence(float[] logits, int rows) {
        try (Torch.Session session = Torch.open(1, ComputeDevice.CPU, () -> false)) {
            NDArray array = session.manager().create(logits, new Shape(rows, logits.length / rows));
            return JensenShannonDivergence.of(array).value().getFloat();
        }
    }
}
