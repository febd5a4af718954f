package io.sensieve.streams.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sums of errors that the detector compares. */
class ErrorWindowTest {
    @Test
    void shouldHoldBucketsOfDoublingSizesWhenBlocksAreMany() {
        // Given
        ErrorWindow window = new ErrorWindow(List.of());

        // When
        for (int i = 0; i < 100_000; i++) {
            window.add(new ErrorBlock(32, 32.0, 40.0, (long) i));
        }

        // Then
        assertThat(window.total().count()).isEqualTo(3_200_000);
        assertThat(window.total().mean()).isEqualTo(1);
        assertThat(window.buckets()).hasSizeBetween(50, 90);
        assertThat(window.buckets()).extracting(ErrorBucket::getTime).isSorted();
        assertThat(window.buckets().get(0).getTime()).isZero();
    }

    @Test
    void shouldRaiseTheVarianceByTheDesignEffectWhenRecordsAreDependent() {
        // Given: all records of a block are equal
        BlockMoments moments = BlockMoments.NONE;
        for (int i = 0; i < 1_000; i++) {
            double value = i % 2;
            moments = moments.plus(new ErrorBucket(0, 1L, 32L, 32 * value, 32 * value, 32 * value, 0L));
        }

        // When, Then
        assertThat(moments.inflation()).isCloseTo(32, within(0.1));
    }
}
