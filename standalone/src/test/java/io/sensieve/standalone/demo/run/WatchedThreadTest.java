package io.sensieve.standalone.demo.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WatchedThreadTest {
    @Test
    void shouldRethrowTheErrorWhenAnErrorEndsTheTask() {
        // Given
        Error error = new NoClassDefFoundError("io/sensieve/Missing");

        // When
        WatchedThread thread = ended(() -> {
            throw error;
        });

        // Then
        assertThatThrownBy(thread::check).isSameAs(error);
    }

    @Test
    void shouldNameTheThreadAndTheCauseWhenACheckedExceptionEndsTheTask() {
        // When
        WatchedThread thread = ended(() -> {
            throw new IOException("disk full");
        });

        // Then
        assertThatThrownBy(thread::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("thread watched failed: disk full")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void shouldReturnWhenTheTaskEndsNormally() {
        // When
        WatchedThread thread = ended(() -> {});

        // Then
        assertThatCode(thread::check).doesNotThrowAnyException();
    }

    private static WatchedThread ended(WatchedThread.Task task) {
        WatchedThread thread = WatchedThread.start("watched", task);
        thread.join();
        return thread;
    }
}
