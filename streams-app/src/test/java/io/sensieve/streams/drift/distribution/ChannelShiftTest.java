package io.sensieve.streams.drift.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelShiftTest {
    /** From tables of the distribution. */
    @ParameterizedTest
    @CsvSource({
        "3.841459, 1, 0.05",
        "6.634897, 1, 0.01",
        "5.991465, 2, 0.05",
        "16.918978, 9, 0.05",
        "27.877165, 9, 0.001",
        "3.325113, 9, 0.95",
        "0, 3, 1",
        "0, 0, 1"
    })
    void shouldReturnTheTabulatedProbabilityWhenAStatisticIsGiven(double value, int freedom, double probability) {
        assertThat(PopulationStabilityIndex.survival(value, freedom)).isCloseTo(probability, within(1e-6));
    }

    @Test
    void shouldStayPreciseWhenTheProbabilityIsTiny() {
        // 2 degrees of freedom: exp(-x / 2)
        assertThat(PopulationStabilityIndex.survival(200, 2) / Math.exp(-100)).isCloseTo(1, within(1e-9));
    }

    /** The example of Benjamini and Hochberg's paper, section 3.2: four of fifteen at level 0.05. */
    @Test
    void shouldFindTheSameTestsAsThePaperWhenItsPValuesAreGiven() {
        // Given
        List<ChannelShift> shifts = DoubleStream.of(
                        .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
                        .7590, 1)
                .mapToObj(p -> new ChannelShift(new PopulationStabilityIndex(1, 0, p), 0, 0, false))
                .toList();

        // When
        boolean[] significant = ChannelShift.significant(shifts, 0.05);

        // Then
        assertThat(IntStream.range(0, 15).filter(i -> significant[i])).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldNotAttributeDriftToAChannelWhenItsSensorIsFaulty() {
        assertThat(ChannelShift.significant(
                        List.of(new ChannelShift(new PopulationStabilityIndex(1, 0, 0), 1, 0, true)), 0.05))
                .containsExactly(false);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.1, 0.1", "0.3, 0.3", "0.5, 0.5"})
    void shouldReportTheDistanceInStandardDeviationsWhenTheMeanShifts(double move, double distance) {
        // Given
        Random random = new Random(3);
        float[] edges = new float[19];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = -2.25f + i * 0.25f;
        }

        // When
        double shift = histogram(edges, random, move, 1).excessDistance(histogram(edges, random, 0, 1e-5), 100_000, 1);

        // Then
        assertThat(shift).isCloseTo(distance, within(0.03));
    }

    private static Histogram histogram(float[] edges, Random random, double move, double weight) {
        double[] weights = new double[edges.length + 1];
        for (int i = 0; i < 100_000; i++) {
            weights[ReferenceBins.indexOf(edges, (float) (random.nextGaussian() + move))] += weight;
        }
        return new Histogram(edges, weights);
    }
}
