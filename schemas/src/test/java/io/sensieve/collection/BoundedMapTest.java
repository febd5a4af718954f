package io.sensieve.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BoundedMapTest {
    @Test
    void shouldEvictTheLeastRecentlyUsedEntryWhenFull() {
        // Given
        BoundedMap<String, Integer> map = BoundedMap.leastRecentlyUsed(2);
        map.put("a", 1);
        map.put("b", 2);

        // When
        map.get("a");
        map.put("c", 3);

        // Then
        assertThat(map).containsOnlyKeys("a", "c");
    }

    @Test
    void shouldEvictTheFirstInsertedEntryWhenFullWhateverWasReadSince() {
        // Given
        BoundedMap<String, Integer> map = BoundedMap.firstInFirstOut(2);
        map.put("a", 1);
        map.put("b", 2);

        // When
        map.get("a");
        map.put("c", 3);

        // Then
        assertThat(map).containsOnlyKeys("b", "c");
    }

    @Test
    void shouldEvictNothingWhenAKeyIsReplaced() {
        // Given
        BoundedMap<String, Integer> map = BoundedMap.leastRecentlyUsed(2);
        map.put("a", 1);
        map.put("b", 2);

        // When
        map.put("b", 3);

        // Then
        assertThat(map).containsEntry("a", 1).containsEntry("b", 3);
    }

    @Test
    void shouldRefuseASizeBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedMap.leastRecentlyUsed(0))
                .withMessage("maxSize is 0, must be at least 1");
    }
}
