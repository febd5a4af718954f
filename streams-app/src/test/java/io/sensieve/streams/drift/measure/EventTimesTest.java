package io.sensieve.streams.drift.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTimesTest {
    private final EventTimes times = new EventTimes();

    @Test
    void shouldBeBehindWhenTheLayoutHasALaterTime() {
        // When, Then
        assertThat(times.isBehind("L", 10)).isFalse();
        assertThat(times.isBehind("L", 10)).isFalse();
        assertThat(times.isBehind("L", 9)).isTrue();
        assertThat(times.isBehind("L", 10)).isFalse();
        assertThat(times.isBehind("M", 5)).isFalse();
        assertThat(times.isBehind("L", 11)).isFalse();
        assertThat(times.isBehind("L", 10)).isTrue();
    }

    @Test
    void shouldForgetTheLeastRecentlyUsedLayoutWhenThereAreTooMany() {
        // Given
        times.isBehind("L", 10);
        times.isBehind("M", 10);

        // When
        for (int i = 0; i < 999; i++) {
            times.isBehind("other-" + i, 10);
            times.isBehind("M", 10);
        }

        // Then
        assertThat(times.isBehind("M", 9)).isTrue();
        assertThat(times.isBehind("L", 9)).isFalse();
    }
}
