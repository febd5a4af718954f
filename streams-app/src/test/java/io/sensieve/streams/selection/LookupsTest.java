package io.sensieve.streams.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.streams.selection.Lookups.Lookup;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private static final Lookup DECLARED = new Lookup(0, Optional.empty(), OptionalInt.of(3), true);
    private static final Lookup UNKNOWN = new Lookup(0, Optional.empty(), OptionalInt.empty(), true);

    private final Lookups lookups = new Lookups(2);

    @Test
    void shouldKeepDeclaredLayoutsWhenManyLayoutsAreUnknown() {
        // Given
        lookups.put("A", DECLARED);
        lookups.put("B", DECLARED);

        // When
        for (int i = 0; i < 100; i++) {
            lookups.put("invented" + i, UNKNOWN);
        }

        // Then
        assertThat(lookups.get("A")).isSameAs(DECLARED);
        assertThat(lookups.get("B")).isSameAs(DECLARED);
        assertThat(lookups.get("invented97")).isNull();
        assertThat(lookups.get("invented99")).isSameAs(UNKNOWN);
    }

    @Test
    void shouldReplaceTheUnknownLookupWhenTheLayoutIsDeclared() {
        // Given
        lookups.put("A", UNKNOWN);

        // When
        lookups.put("A", DECLARED);
        lookups.put("B", UNKNOWN);
        lookups.put("C", UNKNOWN);

        // Then
        assertThat(lookups.get("A")).isSameAs(DECLARED);
        assertThat(lookups.get("B")).isSameAs(UNKNOWN);
    }

    @Test
    void shouldListLayoutsWhenTheirNewestPublicationIsNotActive() {
        // Given
        lookups.put("A", DECLARED);
        lookups.put("B", new Lookup(0, Optional.empty(), OptionalInt.of(3), false));
        lookups.put("C", new Lookup(0, Optional.empty(), OptionalInt.empty(), false));

        // When, Then
        assertThat(lookups.unsettled()).containsExactlyInAnyOrder("B", "C");
    }
}
