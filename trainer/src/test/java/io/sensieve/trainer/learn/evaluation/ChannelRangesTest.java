package io.sensieve.trainer.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelRangesTest {
    @Test
    void shouldReportRangeAndSharesOfMissingAndEqualValues() {
        // Given
        float[][] train = {{1, 5, Float.NaN}, {3, 5, Float.NaN}, {-0f, Float.NaN, Float.NaN}};
        float[][] validation = {{0, 7, Float.NaN}};

        // When
        ChannelRanges ranges = ChannelRanges.of(3, train, validation);

        // Then
        assertThat(ranges.lowest()).containsExactly(-0f, 5, Float.NaN);
        assertThat(ranges.highest()).containsExactly(3, 7, Float.NaN);
        assertThat(ranges.missing()).containsExactly(0, 0.25f, 1);
        assertThat(ranges.repeats()).containsExactly(1 / 6f, 1 / 3f, 1);
    }
}
