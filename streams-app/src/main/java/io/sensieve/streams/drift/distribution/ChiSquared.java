package io.sensieve.streams.drift.distribution;

/** The chi-squared distribution. */
final class ChiSquared {
    private static final double PRECISION = 1e-12;
    private static final int TERMS_MAX = 1_000;
    private static final double TINY = 1e-300;

    private ChiSquared() {}

    /**
     * Probability of a value of at least {@code value}: the regularised incomplete gamma function Q(freedom / 2, value
     * / 2), by its power series below the mean and by its continued fraction above (NIST Digital Library of
     * Mathematical Functions, 8.7.1 and 8.9.2).
     *
     * @param freedom degrees of freedom; 0: only 0 is possible
     */
    static double above(double value, int freedom) {
        if (freedom == 0 || value <= 0) {
            return value > 0 ? 0 : 1;
        }
        double a = freedom / 2.0;
        double x = value / 2;
        double factor = Math.exp(a * Math.log(x) - x - logGamma(freedom));
        return x < a + 1 ? 1 - factor * series(a, x) : factor * fraction(a, x);
    }

    /** Sum over n of x^n / (a (a + 1) … (a + n)). */
    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < TERMS_MAX && term > PRECISION * sum; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    /** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - …))), forwards by Lentz's method. */
    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double value = d;
        for (int n = 1; n < TERMS_MAX; n++) {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / nonZero(numerator * d + b);
            c = nonZero(b + numerator / c);
            value *= c * d;
            if (Math.abs(c * d - 1) < PRECISION) {
                break;
            }
        }
        return value;
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** ln of the gamma function at twice / 2, up from its values at 1/2 and 1. */
    private static double logGamma(int twice) {
        double log = twice % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (int i = twice % 2 == 0 ? 2 : 1; i < twice; i += 2) {
            log += Math.log(i / 2.0);
        }
        return log;
    }
}
