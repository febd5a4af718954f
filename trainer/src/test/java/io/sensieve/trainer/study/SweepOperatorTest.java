package io.sensieve.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SweepOperatorTest {
    @Test
    void shouldRegressOneVariableOnTheOther() {
        // Given: y = 3 x + noise of variance 1, x of variance 2
        double[][] covariance = {{2, 6}, {6, 19}};
        SweepOperator sweep = new SweepOperator(covariance);

        // When
        sweep.sweep(0);

        // Then
        assertThat(sweep.at(0, 1)).isCloseTo(3, within(1e-12));
        assertThat(sweep.at(1, 1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldRestoreTheCovariancesWhenAVariableIsSweptTwice() {
        // Given
        SweepOperator sweep = new SweepOperator(new double[][] {{2, 6}, {6, 19}});

        // When
        sweep.sweep(0);
        sweep.sweep(0);

        // Then
        assertThat(sweep.at(0, 0)).isCloseTo(2, within(1e-12));
        assertThat(sweep.at(1, 0)).isCloseTo(6, within(1e-12));
        assertThat(sweep.at(1, 1)).isCloseTo(19, within(1e-12));
    }
}
