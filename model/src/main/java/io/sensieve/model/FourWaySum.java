package io.sensieve.model;

/**
 * Sums in double precision of the first values of an array, four side by side: a single one would wait for each
 * addition before the next.
 */
final class FourWaySum {
    private FourWaySum() {}

    static double of(float[] values, int length) {
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

    /** Of the squared differences from {@code mean}. */
    static double ofSquares(float[] values, int length, double mean) {
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
