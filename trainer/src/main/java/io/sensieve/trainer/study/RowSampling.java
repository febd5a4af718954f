package io.sensieve.trainer.study;

import java.util.stream.IntStream;

/** Takes evenly spread rows. */
final class RowSampling {
    private RowSampling() {}

    /** Indices of at most {@code most} of {@code count} rows, evenly spread. */
    static int[] spread(int count, int most) {
        int taken = Math.min(count, most);
        return IntStream.range(0, taken)
                .map(i -> (int) ((long) i * count / taken))
                .toArray();
    }

    static float[][] spread(float[][] rows, int most) {
        return IntStream.of(spread(rows.length, most)).mapToObj(r -> rows[r]).toArray(float[][]::new);
    }
}
