package io.sensieve.benchmarks.common;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundTaskTest {
    @Test
    void shouldRethrowAnErrorOfTheAction() throws InterruptedException {
        // Given
        AssertionError error = new AssertionError("wrong");
        BackgroundTask task = BackgroundTask.start("worker", () -> {
            throw error;
        });

        // When
        task.join();

        // Then
        assertThatThrownBy(task::throwFailure)
                .hasMessageContaining("thread worker failed")
                .hasMessageContaining("wrong")
                .hasCause(error);
    }

    @Test
    void shouldNotFailWhenTheActionIsInterrupted() throws InterruptedException {
        // Given
        BackgroundTask task = BackgroundTask.start("worker", () -> new CountDownLatch(1).await());

        // When
        task.interrupt();
        task.join();

        // Then
        assertThatCode(task::throwFailure).doesNotThrowAnyException();
    }
}
