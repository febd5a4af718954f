package io.sensieve.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackedLayoutsTest {
    private final Set<String> published = new HashSet<>(Set.of("L", "M", "N"));
    private final List<String> evicted = new ArrayList<>();
    private final TrackedLayouts layouts = new TrackedLayouts(2, published::contains, evicted::add);

    @Test
    void shouldEvictLeastRecentlyUsedWhenThereAreTooManyLayouts() {
        // Given
        layouts.use("L", 1);
        layouts.use("M", 1);
        layouts.use("L", 1);

        // When
        boolean tracked = layouts.use("N", 1);

        // Then
        assertThat(tracked).isTrue();
        assertThat(evicted).containsExactly("M");
        assertThat(layouts.layouts()).containsExactly("L", "N");
    }

    @Test
    void shouldKeepLayoutsWithSelectionWhenLayoutNamesAreInvented() {
        // Given
        layouts.use("L", 1);
        layouts.use("M", 1);

        // When
        boolean tracked = layouts.use("invented", 1);

        // Then
        assertThat(tracked).isFalse();
        assertThat(evicted).containsExactly("invented");
        assertThat(layouts.layouts()).containsExactly("L", "M");
    }

    @Test
    void shouldEvictInventedLayoutWhenLayoutWithSelectionComes() {
        // Given
        layouts.use("L", 1);
        layouts.use("invented", 1);

        // When
        boolean tracked = layouts.use("M", 1);

        // Then
        assertThat(tracked).isTrue();
        assertThat(evicted).containsExactly("invented");
    }

    @Test
    void shouldEvictLayoutWhenItsSelectionWasRemoved() {
        // Given
        layouts.use("L", 1);
        layouts.use("M", 1);
        published.remove("M");

        // When
        layouts.use("N", 1);

        // Then
        assertThat(evicted).containsExactly("M");
    }

    @Test
    void shouldKeepBoundWhenMoreLayoutsAreRestored() {
        // When
        layouts.restore(List.of("invented", "L", "M"));

        // Then
        assertThat(evicted).containsExactly("invented");
        assertThat(layouts.layouts()).containsExactly("L", "M");
    }

    @Test
    void shouldHoldLatestEventTimeWhenTimesAreOutOfOrder() {
        // When
        layouts.use("L", 20);
        layouts.use("L", 10);

        // Then
        assertThat(layouts.eventTime("L")).isEqualTo(20);
        assertThat(layouts.eventTime("M")).isEqualTo(Long.MIN_VALUE);
    }
}
