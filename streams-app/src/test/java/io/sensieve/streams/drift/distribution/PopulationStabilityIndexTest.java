package io.sensieve.streams.drift.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationStabilityIndexTest {
    private static final long MANY = 1_000_000_000_000L;
    private static final List<Float> DECILES = deciles();

    @Test
    void shouldFollowTheFormulaWhenThereAreManyRecords() {
        // Given
        List<Long> counts = List.of(MANY / 5, MANY * 4 / 5, 0L);

        // When
        PopulationStabilityIndex index = PopulationStabilityIndex.of(counts, List.of(0.5f, 0.5f, 0f), MANY, 1);

        // Then
        double expected = (0.2 - 0.5) * Math.log(0.2 / 0.5) + (0.8 - 0.5) * Math.log(0.8 / 0.5);
        assertThat(index.value()).isCloseTo(expected, within(1e-9));
        assertThat(index.raise()).isLessThan(1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 100, 1_000})
    void shouldRarelyReachThresholdWhenNothingHasChanged(int records) {
        // Given
        Random random = new Random(5);
        int found = 0;
        double sum = 0;

        // When
        for (int i = 0; i < 1_000; i++) {
            PopulationStabilityIndex index = PopulationStabilityIndex.of(sample(random, records, 1), DECILES, 500, 1);
            found += index.ratioTo(0.1) >= 1 ? 1 : 0;
            sum += index.value();
        }

        // Then
        assertThat(found).isLessThan(20);
        assertThat(sum / 1_000).isLessThan(0.06);
    }

    @ParameterizedTest
    @CsvSource({"100, 0.5", "1000, 0.5", "1000, 0.7"})
    void shouldReachThresholdWhenTheGainOfAChannelDrops(int records, double gain) {
        // Given
        Random random = new Random(5);

        // When
        PopulationStabilityIndex index = PopulationStabilityIndex.of(sample(random, records, gain), DECILES, 500, 1);

        // Then
        assertThat(index.ratioTo(0.25)).isGreaterThan(1);
    }

    @Test
    void shouldReachThresholdWhenValuesGoMissing() {
        // Given
        List<Long> counts = new ArrayList<>(Collections.nCopies(10, 50L));
        counts.add(500L);

        // When, Then
        assertThat(PopulationStabilityIndex.of(counts, DECILES, 500, 1).ratioTo(0.25))
                .isGreaterThan(1);
    }

    @Test
    void shouldBeZeroWhenWindowIsEmpty() {
        // Given
        List<Long> counts = Collections.nCopies(11, 0L);

        // When, Then
        assertThat(PopulationStabilityIndex.of(counts, DECILES, 500, 1))
                .isEqualTo(new PopulationStabilityIndex(0, 0, 1));
    }

    private static List<Long> sample(Random random, int records, double gain) {
        long[] counts = new long[11];
        for (int i = 0; i < records; i++) {
            counts[(int) (random.nextDouble() * gain * 10)]++;
        }
        List<Long> list = new ArrayList<>();
        for (long count : counts) {
            list.add(count);
        }
        return list;
    }

    private static List<Float> deciles() {
        List<Float> shares = new ArrayList<>(Collections.nCopies(10, 0.1f));
        shares.add(0f);
        return List.copyOf(shares);
    }
}
