package io.sensieve.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.benchmarks.streams.Progress.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldExcludeStartAndEndFromTheSpeed() {
        // Given
        Progress progress = new Progress(
                List.of(
                        new Point(0, 0, 0),
                        new Point(9 * SECOND, 5 * SECOND, 99),
                        new Point(10 * SECOND, 6 * SECOND, 110),
                        new Point(12 * SECOND, 9 * SECOND, 960),
                        new Point(30 * SECOND, 20 * SECOND, 1000)),
                1000);

        // When
        Progress.Speed speed = progress.speed();

        // Then
        assertThat(speed.recordsPerSecond()).isEqualTo(425);
        assertThat(speed.cpuMicrosPerRecord()).isEqualTo(3e6 / 850);
    }

    @Test
    void shouldFailWhenThePassIsTooShort() {
        // Given
        Progress progress = new Progress(List.of(new Point(0, 0, 0), new Point(SECOND, SECOND, 100)), 100);

        // When / Then
        assertThatThrownBy(progress::speed).hasMessageContaining("too soon");
    }
}
