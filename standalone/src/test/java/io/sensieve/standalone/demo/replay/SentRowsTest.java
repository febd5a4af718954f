package io.sensieve.standalone.demo.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentRowsTest {
    @ParameterizedTest
    @CsvSource({"9, 0", "10, 0", "11, 1", "20, 1", "21, 3", "30, 3", "31, 4", "99, 4"})
    void shouldCountTheRowsBeforeATimeWhenRowsShareAMillisecond(long millis, int expected) {
        // Given
        SentRows rows = new SentRows(10);
        for (long sentAt : new long[] {10, 20, 20, 30}) {
            rows.add(sentAt);
        }

        // When
        int before = rows.before(Instant.ofEpochMilli(millis));

        // Then
        assertThat(before).isEqualTo(expected);
    }
}
