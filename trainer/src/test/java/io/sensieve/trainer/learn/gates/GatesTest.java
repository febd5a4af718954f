package io.sensieve.trainer.learn.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final int CHANNELS = 20;

    @Test
    void shouldOpenTheGivenNumberOfGatesAndThoseThatLowerTheLoss() {
        // Given
        Gates gates = new Gates(IntStream.range(0, CHANNELS).toArray(), CHANNELS);
        float[] gradient = new float[CHANNELS];
        gradient[3] = -1;
        gradient[7] = -1;

        // When
        for (int step = 0; step < 400; step++) {
            gates.step(gradient, 0.005, Math.max(2, CHANNELS - step / 10.0));
        }

        // Then
        assertThat(gates.expectedOpen()).isCloseTo(2, within(0.05));
        assertThat(Gates.probability(gates.mu()[3])).isGreaterThan(0.9);
        assertThat(Gates.probability(gates.mu()[7])).isGreaterThan(0.9);
    }

    @Test
    void shouldGiveTheNormalProbabilityOfAnOpenGate() {
        assertThat(Gates.probability(0)).isEqualTo(0.5);
        assertThat(Gates.probability(Gates.SIGMA)).isCloseTo(0.8413447460685429, within(1e-12));
        assertThat(Gates.probability(-2.5f * Gates.SIGMA)).isCloseTo(0.006209665325776132, within(1e-12));
        assertThat(Gates.probability(-50 * Gates.SIGMA)).isZero();
        assertThat(Gates.probability(50 * Gates.SIGMA)).isEqualTo(1);
    }
}
