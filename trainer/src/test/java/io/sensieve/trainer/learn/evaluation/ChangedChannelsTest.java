package io.sensieve.trainer.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChangedChannelsTest {
    private static final int SOURCES = 4;
    private final Random random = new Random(3);

    @Test
    void shouldFindTheChannelWhenOnlyItChanges() {
        float[][] weights = weights(12);

        assertThat(changed(weights, row -> row[5] += 0.5f)).containsExactly(5);
        assertThat(changed(weights, row -> row[5] *= 1.3f)).containsExactly(5);
        assertThat(changed(weights, row -> row[5] = (float) random.nextGaussian()))
                .containsExactly(5);
        assertThat(changed(weights, row -> row[5] = 9)).containsExactly(5);
    }

    @Test
    void shouldFindAFewChannelsWhenThereAreMany() {
        float[][] weights = weights(600);

        assertThat(changed(weights, row -> {
                    row[7] += 2;
                    row[500] -= 3;
                }))
                .containsExactly(7, 500);
    }

    @Test
    void shouldFindNoneWhenMoreThanAFewChange() {
        assertThat(changed(weights(40), row -> {
                    for (int c = 0; c < 20; c++) {
                        row[c] += 1;
                    }
                }))
                .isEmpty();
    }

    @Test
    void shouldFindNoneWhenTheProcessMovesAndItsRelationsStay() {
        // Given
        float[][] weights = weights(12);
        float[][] before = rows(weights, 200, 0, row -> {});

        // When
        float[][] after = rows(weights, 60, 3, row -> {});

        // Then
        assertThat(ChangedChannels.find(before, after)).isEmpty();
    }

    @Test
    void shouldFindNoneWhenNothingChangesOrThereAreTooFewRows() {
        float[][] weights = weights(12);

        assertThat(changed(weights, row -> {})).isEmpty();
        assertThat(ChangedChannels.find(rows(weights, 31, 0, row -> {}), rows(weights, 60, 0, row -> row[5] += 1)))
                .isEmpty();
        assertThat(ChangedChannels.find(new float[0][], new float[0][])).isEmpty();
    }

    @Test
    void shouldFindTheChannelWhenValuesAreMissingAndAChannelIsConstant() {
        // Given
        float[][] weights = weights(20);
        Consumer<float[]> usual = row -> {
            row[0] = 7;
            row[random.nextInt(row.length)] = Float.NaN;
        };

        // When / Then
        assertThat(ChangedChannels.find(
                        rows(weights, 200, 0, usual), rows(weights, 60, 0, usual.andThen(row -> row[5] += 1))))
                .containsExactly(5);
    }

    private List<Integer> changed(float[][] weights, Consumer<float[]> change) {
        return ChangedChannels.find(rows(weights, 200, 0, row -> {}), rows(weights, 60, 0, change));
    }

    private float[][] weights(int d) {
        float[][] weights = new float[d][SOURCES];
        for (float[] channel : weights) {
            for (int s = 0; s < SOURCES; s++) {
                channel[s] = (float) random.nextGaussian();
            }
        }
        return weights;
    }

    private float[][] rows(float[][] weights, int count, float mean, Consumer<float[]> change) {
        float[][] rows = new float[count][weights.length];
        for (float[] row : rows) {
            float[] sources = new float[SOURCES];
            for (int s = 0; s < SOURCES; s++) {
                sources[s] = mean + (float) random.nextGaussian();
            }
            for (int c = 0; c < row.length; c++) {
                row[c] = 0.05f * (float) random.nextGaussian();
                for (int s = 0; s < SOURCES; s++) {
                    row[c] += weights[c][s] * sources[s];
                }
            }
            change.accept(row);
        }
        return rows;
    }
}
