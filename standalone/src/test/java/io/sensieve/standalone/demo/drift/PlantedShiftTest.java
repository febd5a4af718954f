package io.sensieve.standalone.demo.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlantedShiftTest {
    private static final int CONSTANT = 3;
    private static final int MISSING = 4;

    @Test
    void shouldKeepMeanAndVarianceWhenAChannelIsMirrored() {
        // Given
        List<float[]> rows = rows(500, 20);
        PlantedShift change = PlantedShift.draw(rows, 1);
        int channel = change.mirrored().iterator().next();

        // When
        List<float[]> changed = rows.stream().map(change::apply).toList();

        // Then
        assertThat(mean(changed, channel)).isCloseTo(mean(rows, channel), within(1e-4));
        assertThat(covariance(changed, channel)).isCloseTo(covariance(rows, channel), within(1e-3));
        assertThat(changed.get(0)[channel]).isNotEqualTo(rows.get(0)[channel]);
    }

    @Test
    void shouldScaleOnlyWeakenedChannelsWhenApplied() {
        // Given
        List<float[]> rows = rows(100, 20);
        PlantedShift change = PlantedShift.draw(rows, 1);
        float[] row = rows.get(7);

        // When
        float[] changed = change.apply(row);

        // Then
        for (int channel = 0; channel < row.length; channel++) {
            if (change.weakened().contains(channel)) {
                assertThat(changed[channel]).isEqualTo(row[channel] * PlantedShift.GAIN);
            } else if (!change.touches(channel) && channel != MISSING) {
                assertThat(changed[channel]).isEqualTo(row[channel]);
            }
        }
    }

    @Test
    void shouldLeaveOutConstantAndMissingChannelsWhenDrawn() {
        // When
        PlantedShift change = PlantedShift.draw(rows(100, 8), 1);

        // Then
        assertThat(change.weakened()).isNotEmpty().doesNotContain(CONSTANT, MISSING);
        assertThat(change.mirrored())
                .isNotEmpty()
                .doesNotContain(CONSTANT, MISSING)
                .doesNotContainAnyElementsOf(change.weakened());
    }

    private static List<float[]> rows(int count, int channels) {
        Random random = new Random(5);
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            float[] row = new float[channels];
            for (int c = 0; c < channels; c++) {
                row[c] = c == CONSTANT ? 7 : c == MISSING ? Float.NaN : 10 + (float) random.nextGaussian();
            }
            rows.add(row);
        }
        return rows;
    }

    private static double mean(List<float[]> rows, int channel) {
        return rows.stream().mapToDouble(row -> row[channel]).average().orElseThrow();
    }

    private static double covariance(List<float[]> rows, int channel) {
        double mean = mean(rows, channel);
        return rows.stream()
                .mapToDouble(row -> (row[channel] - mean) * (row[channel] - mean))
                .average()
                .orElseThrow();
    }
}
