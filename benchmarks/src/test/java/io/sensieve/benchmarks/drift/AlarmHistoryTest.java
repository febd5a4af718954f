package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlarmHistoryTest {
    private final AlarmHistory alarm = new AlarmHistory();

    @Test
    void shouldCountAlarmsWhenTheSignalIsRaisedAndCleared() {
        // Given
        alarm.record(true, 100);
        alarm.record(true, 200);
        alarm.record(false, 300);
        alarm.record(true, 1_400);

        // When / Then
        assertThat(alarm.countBefore(1_000)).isEqualTo(1);
        assertThat(alarm.countBefore(1_400)).isEqualTo(1);
        assertThat(alarm.countBefore(1_401)).isEqualTo(2);
        assertThat(alarm.delay(1_000, 2_000)).hasValue(400);
        assertThat(alarm.release(250, 2_000)).hasValue(50);
    }

    @Test
    void shouldFindNoDelayWhenTheSignalIsRaisedTooEarlyOrTooLate() {
        // Given
        alarm.record(true, 900);
        alarm.record(false, 2_500);
        alarm.record(true, 3_000);

        // When / Then
        assertThat(alarm.delay(1_000, 2_000)).isEmpty();
        assertThat(alarm.delay(1_000, 3_000)).isEmpty();
        assertThat(alarm.delay(1_000, 3_001)).hasValue(2_000);
    }
}
