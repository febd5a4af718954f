package io.sensieve.streams.drift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.state.DriftPartial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Windows of 8 batches of 75 values in ten bins with equal expected shares, without missing values. */
class EffectiveSampleSizeTest {
    private static final int BATCHES = 8;
    private static final int BATCH = 75;
    private static final int BINS = 10;
    private static final int WINDOWS = 300;
    private static final double PSI = 0.25;
    private static final double LEVEL = 0.01;

    private final Random random = new Random(3);
    private final EffectiveSampleSize batches = new EffectiveSampleSize(new int[] {0, BINS + 1}, 3);
    private double value;

    private record Window(List<Long> counts, double inflation) {}

    @Test
    void shouldRarelyFindAShiftWhenRecordsAreAutocorrelated() {
        // When
        int found = 0;
        int movedIfIndependent = 0;
        for (int i = 0; i < WINDOWS; i++) {
            Window window = window(0.97, 0, 0);
            found += hasShifted(window.counts(), window.inflation()) ? 1 : 0;
            movedIfIndependent += hasShifted(window.counts(), 1) ? 1 : 0;
        }

        // Then
        assertThat(found).isLessThan(WINDOWS / 10);
        assertThat(movedIfIndependent).isGreaterThan(WINDOWS / 6);
    }

    @Test
    void shouldCountRecordsInFullWhenTheyAreIndependent() {
        // When
        int inflated = 0;
        int found = 0;
        for (int i = 0; i < WINDOWS; i++) {
            inflated += window(0, 0, 0).inflation() > 1 ? 1 : 0;
            Window shifted = window(0, 1, 0);
            found += hasShifted(shifted.counts(), shifted.inflation()) ? 1 : 0;
        }

        // Then
        assertThat(inflated).isLessThan(WINDOWS / 20);
        assertThat(found).isEqualTo(WINDOWS);
    }

    @Test
    void shouldFindAShiftWhenRecordsAreAutocorrelated() {
        // When
        int found = 0;
        for (int i = 0; i < WINDOWS; i++) {
            Window shifted = window(0.9, 2, 0);
            found += hasShifted(shifted.counts(), shifted.inflation()) ? 1 : 0;
        }

        // Then
        assertThat(found).isGreaterThan(WINDOWS * 9 / 10);
    }

    /** A window with records from before and after the shift gives no result; the next window does. */
    @Test
    void shouldFindAShiftOneWindowLaterWhenItBeginsWithinAWindow() {
        // When
        int found = 0;
        for (int i = 0; i < WINDOWS; i++) {
            window(0, 2, 3);
            Window next = window(0, 2, 0);
            found += hasShifted(next.counts(), next.inflation()) ? 1 : 0;
        }

        // Then
        assertThat(found).isEqualTo(WINDOWS);
    }

    @Test
    void shouldWaitForMoreWhenABatchIsSmall() {
        // Given
        EffectiveSampleSize ofTwoBins = new EffectiveSampleSize(new int[] {0, 2}, 1);

        // When
        for (int i = 0; i < 63; i++) {
            ofTwoBins.add(new long[] {1, 0}, 1);
        }

        // Then
        assertThat(ofTwoBins.takeDegreesOfFreedom()).isEmpty();
        ofTwoBins.add(new long[] {0, 1}, 1);
        assertThat(ofTwoBins.takeDegreesOfFreedom()).containsExactly(1);
    }

    @Test
    void shouldAddUpWhenSomeTasksHaveLongerBatches() {
        assertThat(WindowSums.addBatches(List.of(1L, 2L), List.of(3L, 4L, 5L), Long::sum))
                .isEqualTo(WindowSums.addBatches(List.of(3L, 4L, 5L), List.of(1L, 2L), Long::sum))
                .containsExactly(4L, 6L, 5L);
        assertThat(WindowSums.addBatches(List.of(), List.of(3L), Long::sum)).containsExactly(3L);
    }

    private Window window(double correlation, double move, int movedFrom) {
        long[] all = new long[BINS + 1];
        for (int batch = 0; batch < BATCHES; batch++) {
            long[] bins = new long[BINS + 1];
            for (int i = 0; i < BATCH; i++) {
                value = correlation * value + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                int bin = bin(value + (batch >= movedFrom ? move : 0));
                bins[bin]++;
                all[bin]++;
            }
            batches.add(bins, BATCH);
        }
        DriftPartial sums = DriftPartial.newBuilder()
                .setLayout("L")
                .setSelectionVersion(1)
                .setWindowStart(Instant.EPOCH)
                .setRecords(0)
                .setErrorRecords(0)
                .setErrorSum(0)
                .setBinCounts(List.of())
                .setSquaredErrors(List.of())
                .setMeasuredCounts(List.of())
                .setBatchStatistics(
                        DoubleStream.of(batches.takeStatistics()).boxed().toList())
                .setBatchDegreesOfFreedom(
                        LongStream.of(batches.takeDegreesOfFreedom()).boxed().toList())
                .build();
        double inflation = EffectiveSampleSize.inflation(sums, 0, 1);
        return new Window(LongStream.of(all).boxed().toList(), inflation);
    }

    private static boolean hasShifted(List<Long> counts, double inflation) {
        List<Float> expected = new ArrayList<>(Collections.nCopies(BINS, 0.1f));
        expected.add(0f);
        PopulationStabilityIndex index = PopulationStabilityIndex.of(counts, expected, 100_000, inflation);
        return index.ratioTo(PSI) >= 1 && index.pValue() <= LEVEL;
    }

    /** Deciles of the standard normal distribution. */
    private static int bin(double value) {
        double[] edges = {-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816};
        int bin = 0;
        for (double edge : edges) {
            bin += edge <= value ? 1 : 0;
        }
        return bin;
    }
}
