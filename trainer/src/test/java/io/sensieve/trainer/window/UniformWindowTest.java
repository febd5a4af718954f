package io.sensieve.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniformWindowTest {
    private static final int CAPACITY = 200;
    private static final long SPAN = 8_000;

    private final UniformWindow window =
            new UniformWindow(CAPACITY, 0, SPAN, new SplittableRandom(1), new EarlierRows(CAPACITY));

    @Test
    void shouldHoldEveryRowInOrderOfTimeWhenFew() {
        // Given
        offer(30, 0);
        offer(10, 1);
        offer(20, 2);

        // When
        List<WindowRow> sample = window.sample();

        // Then
        assertThat(sample).extracting(WindowRow::timestamp).containsExactly(10L, 20L, 30L);
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.seen()).isEqualTo(3);
    }

    @Test
    void shouldStayWithinItsBoundsWhenManyRowsCome() {
        // Given / When
        for (int i = 0; i < 50_000; i++) {
            offer(i % 7_000, i);
            assertThat(window.held()).isLessThanOrEqualTo(2 * CAPACITY);
        }

        // Then
        assertThat(window.sample()).hasSize(CAPACITY);
        assertThat(window.seen()).isEqualTo(50_000);
    }

    /** Chi-squared over ten tenths of the span, nine degrees of freedom: 33.7 is passed once in ten thousand times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldTakeEachRecordWithTheSameProbabilityWhenTheRateIsSteady(long seed) {
        // Given
        UniformWindow steady =
                new UniformWindow(1000, 0, 10_000, new SplittableRandom(seed), new EarlierRows(CAPACITY));
        for (int i = 0; i < 60_000; i++) {
            steady.offer(new WindowRow(i / 6, new float[0]), new RecordPosition(0, i, 0));
        }

        // When
        int[] counts = new int[10];
        steady.sample().forEach(row -> counts[(int) (row.timestamp() / 1000)]++);

        // Then
        double expected = steady.sample().size() / 10.0;
        double chi = 0;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        assertThat(steady.sample()).hasSizeGreaterThan(700);
        assertThat(chi).isLessThan(33.7);
    }

    @Test
    void shouldMirrorTheRatesWhenTheyDiffer() {
        // Given
        UniformWindow uneven = new UniformWindow(1000, 0, 10_000, new SplittableRandom(3), new EarlierRows(CAPACITY));
        for (int i = 0; i < 40_000; i++) {
            boolean busy = i % 10 != 0;
            uneven.offer(new WindowRow(i / 8 + (busy ? 0 : 5_000), new float[0]), new RecordPosition(0, i, 0));
        }

        // When
        long busyHalf =
                uneven.sample().stream().filter(row -> row.timestamp() < 5_000).count();

        // Then
        assertThat((double) busyHalf / uneven.sample().size()).isBetween(0.86, 0.94);
    }

    @Test
    void shouldForgetSlicesWhenTheyAreOlderThanTheSpan() {
        // Given
        offer(500, 0);
        offer(1_500, 1);

        // When
        offer(8_999, 2);

        // Then
        assertThat(window.sample()).extracting(WindowRow::timestamp).containsExactly(500L, 1_500L, 8_999L);

        // When
        offer(9_000, 3);

        // Then
        assertThat(window.sample()).extracting(WindowRow::timestamp).containsExactly(1_500L, 8_999L, 9_000L);
        assertThat(window.offsets()).containsExactly(entry(0, new OffsetSpan(1, 3)));
    }

    @Test
    void shouldRefuseARowWhenItIsASpanBehind() {
        // Given
        offer(10_000, 0);

        // When / Then
        assertThat(window.offer(new WindowRow(2_000, new float[0]), new RecordPosition(0, 1, 0)))
                .isFalse();
        assertThat(window.offer(new WindowRow(2_001, new float[0]), new RecordPosition(0, 1, 0)))
                .isTrue();
    }

    @Test
    void shouldTakeNegativeTimesWhenTheyLieBeforeTheEpoch() {
        // Given / When
        offer(-10_500, 0);
        offer(-9_500, 1);

        // Then
        assertThat(window.sample()).extracting(WindowRow::timestamp).containsExactly(-10_500L, -9_500L);
    }

    @Test
    void shouldNameOffsetsByPartitionWhenAskedFromATime() {
        // Given
        window.offer(new WindowRow(100, new float[0]), new RecordPosition(0, 7, 0));
        window.offer(new WindowRow(2_100, new float[0]), new RecordPosition(0, 9, 0));
        window.offer(new WindowRow(3_100, new float[0]), new RecordPosition(1, 4, 0));

        // When / Then
        assertThat(window.offsetsFrom(3_500))
                .containsExactly(entry(0, new OffsetSpan(9, 9)), entry(1, new OffsetSpan(4, 4)));
        assertThat(window.offsets()).containsExactly(entry(0, new OffsetSpan(7, 9)), entry(1, new OffsetSpan(4, 4)));
    }

    @Test
    void shouldCoverItsSpanWhenOnlyAnEighthIsMissing() {
        // Given
        offer(0, 0);
        offer(6_999, 1);
        assertThat(window.coversSpan()).isFalse();

        // When
        offer(7_000, 2);

        // Then
        assertThat(window.coversSpan()).isTrue();
    }

    private void offer(long timestamp, long offset) {
        window.offer(new WindowRow(timestamp, new float[0]), new RecordPosition(0, offset, 0));
    }
}
