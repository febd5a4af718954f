package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceStackTest {
    private final ResourceStack resources = new ResourceStack();
    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldCloseInReverseOrderWhenClosed() {
        // Given
        resources.add(() -> closed.add("first"));
        resources.add(() -> closed.add("second"));

        // When
        resources.close();

        // Then
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void shouldCloseTheOtherResourcesWhenOneFails() {
        // Given
        resources.add(() -> closed.add("first"));
        resources.add(() -> {
            throw new IllegalStateException("second");
        });
        resources.add(() -> {
            throw new IllegalStateException("third");
        });

        // When, Then
        assertThatThrownBy(resources::close)
                .hasMessage("third")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("second"));
        assertThat(closed).containsExactly("first");
    }
}
