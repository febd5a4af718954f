package io.sensieve.systemtests.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final PartitionProgress flow = new PartitionProgress(2);

    @Test
    void shouldHavePassedWhenEveryPartitionHasALaterRecord() {
        // When
        flow.addOutput(0, at(10), at(11));

        // Then
        assertThat(flow.hasPassed(at(5))).isFalse();

        // When
        flow.addOutput(1, at(6), at(11));
        flow.addOutput(0, at(4), at(12));

        // Then
        assertThat(flow.hasPassed(at(5))).isTrue();
        assertThat(flow.hasPassed(at(6))).isFalse();
    }

    @Test
    void shouldReportTheLastLateRecord() {
        // Given
        flow.addOutput(0, at(0), at(100_000));
        flow.mark(at(200_000));

        // When
        flow.addOutput(0, at(199_500), at(200_500));
        flow.addOutput(1, at(199_000), at(207_000));
        flow.addOutput(1, at(206_500), at(207_100));

        // Then
        assertThat(flow.pause()).isEqualTo(new PartitionProgress.Pause(Duration.ofSeconds(7), Duration.ofSeconds(8)));
        assertThat(flow.hasBeenPrompt(Duration.ofSeconds(5), at(212_000))).isFalse();
        assertThat(flow.hasBeenPrompt(Duration.ofSeconds(5), at(212_001))).isTrue();
        assertThat(flow.longestEver()).isEqualTo(Duration.ofSeconds(100));
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
