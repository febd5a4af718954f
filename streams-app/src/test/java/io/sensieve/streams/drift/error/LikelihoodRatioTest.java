package io.sensieve.streams.drift.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.streams.drift.sensor.SensorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelihoodRatioTest {
    /** Computed by hand: 40 of 50 after 100 of 200. */
    @Test
    void shouldEqualTheRatioComputedByHandWhenTheShareIsHigher() {
        double pooled = 140.0 / 250;
        double expected = 40 * Math.log(0.8 / pooled)
                + 10 * Math.log(0.2 / (1 - pooled))
                + 100 * Math.log(0.5 / pooled)
                + 100 * Math.log(0.5 / (1 - pooled));

        assertThat(LikelihoodRatio.ofRise(40, 50, 0.5, 200)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 64, 0", "32, 64, 0.5", "10, 64, 0.5", "0, 0, 0"})
    void shouldBeZeroWhenTheShareIsNotHigher(double hits, double records, double usual) {
        assertThat(LikelihoodRatio.ofRise(hits, records, usual, 500)).isZero();
    }

    @Test
    void shouldGiveALowerRatioWhenTheReferenceHasFewerRows() {
        double few = LikelihoodRatio.ofRise(64, 64, 0.5, 20);
        double many = LikelihoodRatio.ofRise(64, 64, 0.5, 1e9);

        assertThat(few).isLessThan(many);
        assertThat(many).isCloseTo(64 * Math.log(2), within(1e-3));
    }

    /**
     * One of 617 channels against a reference of 256 records; the cases include a channel whose values mostly repeat.
     */
    @ParameterizedTest
    @CsvSource({
        "59, 64, 0.78, false",
        "91, 100, 0.78, false",
        "64, 64, 0.78, false",
        "300, 300, 0.78, true",
        "64, 64, 0.01, true",
        "40, 64, 0, true",
        "63, 63, 0, false"
    })
    void shouldBeSignificantOnlyWhenChanceDoesNotExplainTheHits(
            long hits, long records, double usual, boolean certain) {
        assertThat(new SensorSettings(0.5, 64).isSignificant(hits, records, usual, 256, 617))
                .isEqualTo(certain);
    }
}
