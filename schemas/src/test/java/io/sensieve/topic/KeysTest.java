package io.sensieve.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @Test
    void shouldJoinItsPartsWithASlash() {
        // Given
        String layout = "press-1";

        // When / Then
        assertThat(Keys.selection(layout, 12)).isEqualTo("press-1/12");
        assertThat(Keys.current(layout)).isEqualTo("press-1/current");
        assertThat(Keys.chunk("ab12", 3)).isEqualTo("ab12/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "press-1", "A.b_c-9", "current"})
    void shouldTakeALayoutWhenItsNameIsPlain(String name) {
        // When
        boolean layout = Keys.isLayout(name);

        // Then
        assertThat(layout).isTrue();
        assertThat(Keys.isLayout(name.repeat(101))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a\n", "ä", "a\u0000"})
    void shouldRefuseALayoutWhenItsNameCouldBeMistaken(String name) {
        // When
        boolean layout = Keys.isLayout(name);

        // Then
        assertThat(layout).isFalse();
    }
}
