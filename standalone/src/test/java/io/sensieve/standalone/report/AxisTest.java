package io.sensieve.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @Test
    void shouldSpaceEqualFactorsEquallyWhenLogarithmic() {
        // Given
        Axis axis = Axis.of(new double[] {1e-3, 1e-1, Double.NaN}, 200, 0, true);

        // When, Then
        assertThat(axis.at(1e-3)).isCloseTo(200, within(1e-9));
        assertThat(axis.at(1e-2)).isCloseTo(100, within(1e-9));
        assertThat(axis.at(1e-1)).isCloseTo(0, within(1e-9));
        assertThat(axis.ticks())
                .allMatch(tick -> tick >= 1e-3 && tick <= 0.1 + 1e-12)
                .hasSizeBetween(3, 9);
    }

    @Test
    void shouldHaveRoundTicksWhenLinear() {
        // Given, When, Then
        assertThat(Axis.of(new double[] {0, 48}, 0, 100, false).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
        assertThat(Axis.of(new double[] {7, 7}, 0, 100, true).at(7)).isCloseTo(50, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "12.345,12.3", "100,100", "0.005,0.005", "0.0005,5e-4", "1234567,1.23e6", "0.000123456,1.23e-4"})
    void shouldKeepThreeDigitsWhenANumberIsFormattedBriefly(double value, String text) {
        // Given, When, Then
        assertThat(NumberFormats.brief(value)).isEqualTo(text);
    }
}
