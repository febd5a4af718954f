package io.sensieve.trainer.learn.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.trainer.learn.concrete.TemperatureSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainSettingsTest {

    @ParameterizedTest
    @CsvSource({"5, 5", "300, 16", "864, 16", "959, 16", "960, 32", "1920, 64", "3839, 64", "3840, 128", "50000, 128"})
    void shouldTakeSmallerMiniBatchesWhenRowsAreFew(int rows, int expected) {
        assertThat(TrainSettings.of(10).search().batchSizeFor(rows)).isEqualTo(expected);
    }

    @Test
    void shouldAnnealTheTemperatureFromTenToAHundredth() {
        // Given
        TemperatureSchedule schedule = new TemperatureSchedule(10, 0.01, 200);

        // When / Then
        assertThat(schedule.at(100)).isCloseTo(Math.sqrt(0.1), within(1e-12));
        assertThat(schedule.at(200)).isEqualTo(0.01);
    }

    @Test
    void shouldNameTheValueWhenANumberIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSettings.of(0))
                .withMessage("k = 0, must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSettings.of(1).withSearch(s -> s.withEpochs(0)))
                .withMessage("epochs = 0, must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSettings.of(1).withDecoder(d -> d.withEpochs(-1)))
                .withMessage("decoder.epochs = -1, must be at least 0");
    }
}
