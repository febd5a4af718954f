package io.sensieve.standalone.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Maps values to positions in a chart, linearly or logarithmically.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 */
record Axis(double low, double high, double from, double to, boolean logarithmic) {
    private static final int TICKS = 5;
    private static final double DECADE = 10;

    /**
     * Creates an axis; logarithmic if allowed, all values are above 0 and the largest exceeds three times the smallest.
     */
    static Axis of(double[] values, double from, double to, boolean mayBeLogarithmic) {
        double low = DoubleStream.of(values).filter(Double::isFinite).min().orElse(0);
        double high = DoubleStream.of(values).filter(Double::isFinite).max().orElse(1);
        if (low == high) {
            double margin = low == 0 ? 1 : Math.abs(low) / 2;
            return new Axis(low - margin, high + margin, from, to, false);
        }
        return new Axis(low, high, from, to, mayBeLogarithmic && low > 0 && high / low > 3);
    }

    /** Position of a value. */
    double at(double value) {
        double share = logarithmic
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Round values for the tick labels. */
    List<Double> ticks() {
        return logarithmic && high / low > DECADE ? decades() : even();
    }

    private List<Double> even() {
        double rough = (high - low) / TICKS;
        double power = Math.pow(DECADE, Math.floor(Math.log10(rough)));
        double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> decades() {
        double[] steps = high / low > 1e3 ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double step : steps) {
                double tick = step * Math.pow(DECADE, power);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
