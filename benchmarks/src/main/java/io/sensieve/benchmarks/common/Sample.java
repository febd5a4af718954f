package io.sensieve.benchmarks.common;

import java.util.Arrays;
import java.util.Collection;

/** Figures of the same thing, for example of several seeds. */
public final class Sample {
    private final double[] values;

    /** Holds {@code values}, at least one. */
    public Sample(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample of nothing");
        }
        this.values = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** How many there are. */
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

    /** The least value that no less than {@code share} of all are at or under. */
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

    /** The middle value; the mean of the two middle ones where their number is even. */
    public double median() {
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
