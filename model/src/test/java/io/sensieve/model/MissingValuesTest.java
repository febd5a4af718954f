package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.MissingValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
    private final MissingValues values = MissingValues.of(List.of(
            new MissingValue(3, 7f), new MissingValue(1, -200f), new MissingValue(3, -200f), new MissingValue(1, 9f)));

    @Test
    void shouldFindEachValueInItsChannelOnly() {
        assertThat(values.isMissing(1, -200)).isTrue();
        assertThat(values.isMissing(1, 9)).isTrue();
        assertThat(values.isMissing(3, 7)).isTrue();
        assertThat(values.isMissing(3, -200)).isTrue();
        assertThat(values.isMissing(0, -200)).isFalse();
        assertThat(values.isMissing(1, 7)).isFalse();
        assertThat(values.isMissing(2, 9)).isFalse();
        assertThat(values.isMissing(4, 7)).isFalse();
        assertThat(MissingValues.NONE.isMissing(0, 0)).isFalse();
    }

    @Test
    void shouldRenumberTheChannelsWhenSomeAreSelected() {
        // When
        MissingValues selected = values.of(new int[] {0, 3, 5});

        // Then
        assertThat(selected.masked(new float[] {-200, -200, 7})).containsExactly(-200, Float.NaN, 7);
        assertThat(selected.isMissing(1, 7)).isTrue();
        assertThat(selected.isMissing(0, 7)).isFalse();
    }
}
