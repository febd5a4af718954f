package io.sensieve.benchmarks.common;

import java.util.Arrays;
import java.util.Collection;

/** Computes statistics of repeated measurements, for example of several seeds. */
public final class Sample {
    private final double[] values;

    /** Creates a sample of at least one value. */
    public Sample(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample needs at least one value");
        }
        this.values = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    /** The smallest value. */
    public double least() {
        return values[0];
    }

    /** The largest value. */
    public double most() {
        return values[values.length - 1];
    }

    /** The smallest value such that at least {@code share} of all values are at or below it. */
    public double quantile(double share) {
        return values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
    }

    /** The arithmetic mean. */
    public double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Standard deviation of the sample (n - 1); 0 for a single value. */
    public double deviation() {
        double mean = mean();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    }

    /** The middle value, or the mean of the two middle values. */
    public double median() {
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
