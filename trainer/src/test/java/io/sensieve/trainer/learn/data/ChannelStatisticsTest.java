package io.sensieve.trainer.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.settings.ScalingMethod;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelStatisticsTest {
    private static final float NAN = Float.NaN;

    @ParameterizedTest
    @CsvSource({"MINMAX, -2, 10", "STANDARD, 3, 3.49285", "NONE, 0, 1"})
    void shouldFitOnTrainAndValidationRowsWhenScaled(ScalingMethod method, float offset, float range) {
        // Given
        float[][] train = rows(8, new float[] {0}, new float[] {6});
        float[][] validation = rows(2, new float[] {-2}, new float[] {8});

        // When
        ChannelStatistics statistics = ChannelStatistics.of(data(train, validation), method);

        // Then
        assertThat(statistics.offset()[0]).isCloseTo(offset, within(1e-6f));
        assertThat(statistics.range()[0]).isCloseTo(range, within(1e-5f));
        assertThat(statistics.trainMean()[0]).isEqualTo(3f);
    }

    @Test
    void shouldTakeAChannelThatDiffersByRoundingAsConstant() {
        // Given: 0.1 and 123,456,792 with the next number, and a channel that changes by a ten-thousandth
        float[][] rows = IntStream.range(0, 20)
                .mapToObj(r -> new float[] {
                    r % 2 == 0 ? 0.1f : Math.nextUp(0.1f),
                    r % 2 == 0 ? 123_456_792 : Math.nextUp(123_456_792f),
                    r % 2 == 0 ? 0.1f : 0.10001f
                })
                .toArray(float[][]::new);
        TrainingData data = new TrainingData(
                rows,
                rows,
                IntStream.range(0, 3)
                        .mapToObj(c -> PlantedChannels.channel("c" + c, ChannelRole.CANDIDATE))
                        .toList());

        // When
        ChannelStatistics statistics = ChannelStatistics.of(data, ScalingMethod.MINMAX);

        // Then
        assertThat(statistics.fixed()).containsExactly(true, true, false);
        assertThat(statistics.range()[0]).isEqualTo(1);
        assertThat(statistics.range()[1]).isGreaterThan(1e8f);
        assertThat(IntStream.range(0, 3).filter(data::varies)).containsExactly(2);
    }

    @Test
    void shouldMarkAChannelAsFixedWhenItNeverChangesOrIsEmpty() {
        // Given
        float[][] train = rows(8, new float[] {1, NAN, 4, NAN}, new float[] {2, NAN, 4, NAN});
        float[][] validation = rows(2, new float[] {1, NAN, 4, 5}, new float[] {1, NAN, 4, 6});

        // When
        TrainingData data = data(train, validation);
        ChannelStatistics statistics = ChannelStatistics.of(data, ScalingMethod.MINMAX);

        // Then
        assertThat(statistics.fixed()).containsExactly(false, true, true, true);
        assertThat(IntStream.range(0, 4).filter(data::varies)).containsExactly(0);
        assertThat(statistics.range()).containsExactly(1, 1, 1, 1);
        assertThat(statistics.trainMean()).containsExactly(1.5f, 0, 4, 5.5f);
    }

    @Test
    void shouldStayFiniteWhenValuesAreTheLargestFloats() {
        // Given
        float[][] rows = rows(8, new float[] {-Float.MAX_VALUE}, new float[] {Float.MAX_VALUE});

        // When
        ChannelStatistics statistics = ChannelStatistics.of(data(rows, rows), ScalingMethod.MINMAX);

        // Then
        assertThat(statistics.range()[0]).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void shouldNameTheNumbersWhenRowsAreTooFewOrUnequal() {
        // Given
        float[][] rows = rows(8, new float[] {1});
        float[][] infinite = rows(8, new float[] {Float.POSITIVE_INFINITY});

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data(rows(7, new float[] {1}), rows))
                .withMessage("7 train and 8 validation rows: at least 8 and 2 are needed; give more rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data(rows, rows(2, new float[] {1, 2})))
                .withMessage("validation row 0 has 2 values, the layout has 1 channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data(infinite, rows))
                .withMessage("train row 0, channel 0 is infinite: leave a value out (NaN) where it is unknown");
    }

    private static TrainingData data(float[][] train, float[][] validation) {
        return new TrainingData(
                train,
                validation,
                Collections.nCopies(train[0].length, PlantedChannels.channel("c", ChannelRole.CANDIDATE)));
    }

    private static float[][] rows(int count, float[]... cycle) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = cycle[i % cycle.length];
        }
        return rows;
    }
}
