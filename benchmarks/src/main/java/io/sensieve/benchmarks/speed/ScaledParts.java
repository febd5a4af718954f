package io.sensieve.benchmarks.speed;

import io.sensieve.benchmarks.common.DataParts;
import java.util.stream.Stream;

/**
 * Scales rows for the reference implementation: min-max scaling, fitted on training and validation rows; a missing
 * value becomes 0.
 *
 * @param train scaled training rows of D values
 * @param test scaled test rows of D values
 */
record ScaledParts(float[][] train, float[][] test) {

    static ScaledParts of(DataParts parts) {
        int channels = parts.data().channelCount();
        float[] low = new float[channels];
        float[] range = new float[channels];
        for (int c = 0; c < channels; c++) {
            int channel = c;
            double[] values = Stream.concat(
                            Stream.of(parts.data().train()),
                            Stream.of(parts.data().validation()))
                    .mapToDouble(row -> row[channel])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            low[c] = values.length == 0 ? 0 : (float) values[0];
            range[c] = values.length == 0 ? 0 : (float) values[values.length - 1] - low[c];
        }
        return new ScaledParts(scale(parts.data().train(), low, range), scale(parts.test(), low, range));
    }

    private static float[][] scale(float[][] rows, float[] low, float[] range) {
        return Stream.of(rows)
                .map(row -> {
                    float[] scaled = new float[row.length];
                    for (int c = 0; c < row.length; c++) {
                        scaled[c] = range[c] == 0 || Float.isNaN(row[c]) ? 0 : (row[c] - low[c]) / range[c];
                    }
                    return scaled;
                })
                .toArray(float[][]::new);
    }
}
