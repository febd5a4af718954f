package io.sensieve.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private final StreamsException passing = new StreamsException(new TimeoutException("broker is away"));

    private Instant now = Instant.EPOCH;

    private final FailurePolicy policy = new FailurePolicy(() -> now);

    @Test
    void shouldEndProcessWhenFailureIsNotRetriable() {
        // When, Then
        assertThat(policy.onFailure(new StreamsException(new IllegalStateException("bug"))))
                .isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldReplaceThreadWhenFailureIsRetriable() {
        // When, Then
        assertThat(policy.onFailure(passing)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void shouldEndProcessWhenThreadsAreReplacedTooOften() {
        // Given
        for (int i = 0; i < FailurePolicy.REPLACED_MAX; i++) {
            assertThat(policy.onFailure(passing)).isEqualTo(REPLACE_THREAD);
        }

        // When, Then
        now = Instant.EPOCH.plus(FailurePolicy.PERIOD).minus(Duration.ofMillis(1));
        assertThat(policy.onFailure(passing)).isEqualTo(SHUTDOWN_CLIENT);
        now = Instant.EPOCH.plus(FailurePolicy.PERIOD);
        assertThat(policy.onFailure(passing)).isEqualTo(REPLACE_THREAD);
    }
}
