package io.sensieve.trainer.learn.gates;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double FAR = 8;

    private Normal() {}

    static double density(double x) {
        return Math.exp(-x * x / 2) / ROOT_TWO_PI;
    }

    /** Phi by its series x + x^3 / 3 + x^5 / (3 5) + ..., exact to about 1e-15; 0 and 1 beyond 8 deviations. */
    static double cumulative(double x) {
        if (Math.abs(x) > FAR) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-16; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * density(x);
    }
}
