package io.sensieve.model;

/**
 * Sums values of an array in double precision, with the loop unrolled over four accumulators: with one accumulator,
 * each addition would wait for the one before it.
 */
final class UnrolledSum {
    private UnrolledSum() {}

    /** Sum of the first {@code length} values. */
    static double sum(float[] values, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < length; i++) {
            a += values[i];
        }
        return a + b + (c + d);
    }

    /** Sum of the squared differences of the first {@code length} values from {@code mean}. */
    static double sumOfSquares(float[] values, int length, double mean) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            a += (values[i] - mean) * (values[i] - mean);
            b += (values[i + 1] - mean) * (values[i + 1] - mean);
            c += (values[i + 2] - mean) * (values[i + 2] - mean);
            d += (values[i + 3] - mean) * (values[i + 3] - mean);
        }
        for (; i < length; i++) {
            a += (values[i] - mean) * (values[i] - mean);
        }
        return a + b + (c + d);
    }
}
