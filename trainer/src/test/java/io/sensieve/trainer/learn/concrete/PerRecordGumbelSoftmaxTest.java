package io.sensieve.trainer.learn.concrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerRecordGumbelSoftmaxTest {
    private static final int ROWS = 3;
    private static final int CHANNELS = 40;
    private static final int RECORDS = 16;

    private final Random random = new Random(5);
    private final float[] batch = values(CHANNELS * RECORDS);

    /** Temperatures on both sides of the change from powers to exponentials, logits flat and peaked. */
    @ParameterizedTest
    @CsvSource({"10, 1", "1, 1", "1, 6", "0.31, 1", "0.29, 1", "0.29, 6", "0.1, 1"})
    void shouldGiveTheSlopeOfTheSelectedValues(double temperature, float spread) {
        // Given
        float[] logits = values(ROWS * CHANNELS);
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= spread;
        }
        float[] weights = values(ROWS * RECORDS);
        PerRecordGumbelSoftmax concrete = started(temperature);
        concrete.forward(logits, batch);

        // When
        float[] gradient = concrete.backward(weights);

        // Then
        float step = (float) (0.01 * temperature);
        for (int i = 0; i < logits.length; i++) {
            float[] up = logits.clone();
            up[i] += step;
            float[] down = logits.clone();
            down[i] -= step;
            double slope =
                    (selected(temperature, up, weights) - selected(temperature, down, weights)) / (up[i] - down[i]);
            assertThat((double) gradient[i]).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
        }
    }

    /** 12,800 records, so the standard error of a mean is 0.01. */
    @ParameterizedTest
    @CsvSource({"5", "1", "0.35", "0.25", "0.05"})
    void shouldSelectAsTheEngineOnAverage(double temperature) {
        // Given
        float[] logits = values(ROWS * CHANNELS);
        PerRecordGumbelSoftmax concrete = new PerRecordGumbelSoftmax(1, ROWS, CHANNELS, RECORDS);
        double[] sums = new double[ROWS];
        double[] squares = new double[ROWS];
        for (int i = 0; i < CHANNELS; i++) {
            Arrays.fill(batch, i * RECORDS, (i + 1) * RECORDS, batch[i * RECORDS]);
        }

        // When
        int passes = 800;
        for (int pass = 0; pass < passes; pass++) {
            if (pass % 100 == 0) {
                concrete.startEpoch(temperature);
            }
            float[] selected = concrete.forward(logits, batch);
            for (int i = 0; i < selected.length; i++) {
                sums[i / RECORDS] += selected[i];
                squares[i / RECORDS] += selected[i] * selected[i];
            }
        }

        // Then
        int count = passes * RECORDS;
        double[] expected = new double[2 * ROWS];
        try (Torch.Session session = Torch.open(2, ComputeDevice.CPU, () -> false)) {
            float[] row = new float[CHANNELS];
            for (int i = 0; i < CHANNELS; i++) {
                row[i] = batch[i * RECORDS];
            }
            EnginePerRecordSampling sampling = new EnginePerRecordSampling(session.manager());
            sampling.startEpoch(temperature);
            NDArray rows = session.manager().create(row, new Shape(1, CHANNELS)).repeat(0, count);
            float[] drawn = sampling.select(session.manager().create(logits, new Shape(ROWS, CHANNELS)), rows)
                    .toFloatArray();
            for (int i = 0; i < drawn.length; i++) {
                expected[i % ROWS] += drawn[i] / count;
                expected[ROWS + i % ROWS] += drawn[i] * drawn[i] / count;
            }
        }
        for (int row = 0; row < ROWS; row++) {
            assertThat(sums[row] / count).isCloseTo(expected[row], within(0.05));
            assertThat(squares[row] / count).isCloseTo(expected[ROWS + row], within(0.1));
        }
    }

    /** The sum of a record is small if the channel with the high logit drew little noise. */
    @ParameterizedTest
    @CsvSource({"1", "0.3", "0.25", "0.2", "0.15", "0.13", "0.05"})
    void shouldStayFiniteWhenLogitsArePeaked(double temperature) {
        // Given
        float[] logits = values(ROWS * CHANNELS);
        for (int row = 0; row < ROWS; row++) {
            logits[row * CHANNELS + 7 * row] += 15;
        }
        float[] weights = values(ROWS * RECORDS);
        PerRecordGumbelSoftmax concrete = new PerRecordGumbelSoftmax(3, ROWS, CHANNELS, RECORDS);

        for (int pass = 0; pass < 20; pass++) {
            concrete.startEpoch(temperature);
            for (int step = 0; step < 100; step++) {
                // When
                float[] selected = concrete.forward(logits, batch);
                float[] gradient = concrete.backward(weights);

                // Then
                for (float value : selected) {
                    assertThat(Float.isFinite(value)).isTrue();
                }
                for (float value : gradient) {
                    assertThat(Float.isFinite(value)).isTrue();
                }
            }
        }
    }

    @Test
    void shouldGiveTheSameWhenTheSeedIsTheSame() {
        // Given
        float[] logits = values(ROWS * CHANNELS);

        // When
        float[] first = started(0.5).forward(logits, batch);
        float[] second = started(0.5).forward(logits, batch);

        // Then
        assertThat(second).containsExactly(first);
    }

    private double selected(double temperature, float[] logits, float[] weights) {
        float[] selected = started(temperature).forward(logits, batch);
        double sum = 0;
        for (int i = 0; i < selected.length; i++) {
            sum += (double) selected[i] * weights[i];
        }
        return sum;
    }

    private static PerRecordGumbelSoftmax started(double temperature) {
        PerRecordGumbelSoftmax concrete = new PerRecordGumbelSoftmax(1, ROWS, CHANNELS, RECORDS);
        concrete.startEpoch(temperature);
        return concrete;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
