package io.sensieve.model;

import io.sensieve.collection.BoundedMap;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates missing inputs of a decoder from the present ones: their conditional mean, where the inputs have a joint
 * normal distribution. It is the best linear estimate for any distribution with the same means and covariances.
 *
 * <p>With P the inverse of the correlation matrix, m the missing and o the present inputs, the standardised estimate is
 * {@code -P[m,m]^-1 P[m,o] z[o]}. So a pattern of missing inputs costs one small Cholesky factor, which is kept for the
 * next records. Use one instance per thread.
 */
public final class MissingInputs {
    /** Added to each variance, as a share of it: bounds the weights where inputs are nearly equal. */
    private static final double RIDGE = 1e-3;

    private static final int MOST_PATTERNS = 64;

    /** Bound on the numbers that the patterns hold together. */
    private static final int MOST_NUMBERS = 1_000_000;

    private final Normal normal;
    private final Map<BitSet, Pattern> patterns;
    private final BitSet missing;
    private final double[] standardised;

    /** Means, deviations and the inverse of the correlation matrix, which copies share. */
    private static final class Normal {
        private final float[] mean;
        private final float[] covariance;
        private final double[] deviation;
        private double @Nullable [] precision;

        Normal(float[] mean, float[] covariance) {
            if (covariance.length != mean.length * mean.length) {
                throw new IllegalArgumentException(covariance.length + " covariances of " + mean.length + " inputs");
            }
            this.mean = mean;
            this.covariance = covariance;
            this.deviation = new double[mean.length];
            for (int i = 0; i < deviation.length; i++) {
                deviation[i] = Math.sqrt(Math.max(0, covariance[i * mean.length + i]));
            }
        }

        /** K x K, row-major. */
        synchronized double[] precision() {
            double[] known = precision;
            if (known == null) {
                int k = mean.length;
                known = SymmetricMatrix.inverse(k, SymmetricMatrix.definite(k, this::correlation, RIDGE));
                precision = known;
            }
            return known;
        }

        private double correlation(int i, int j) {
            double scale = deviation[i] * deviation[j];
            return i == j ? 1 + RIDGE : scale > 0 ? covariance[i * mean.length + j] / scale : 0;
        }
    }

    /** The missing and present inputs of a pattern, with the Cholesky factor of the missing ones' precision. */
    private record Pattern(int[] missing, int[] present, double[] factor) {}

    /**
     * Creates the estimate of K inputs.
     *
     * @param mean K
     * @param covariance K x K, row-major; zeros make the mean the estimate
     */
    public MissingInputs(float[] mean, float[] covariance) {
        this(new Normal(mean, covariance));
    }

    private MissingInputs(Normal normal) {
        int k = normal.mean.length;
        this.normal = normal;
        this.patterns = BoundedMap.leastRecentlyUsed(Math.max(1, Math.min(MOST_PATTERNS, MOST_NUMBERS / (k * k))));
        this.missing = new BitSet(k);
        this.standardised = new double[k];
    }

    /** Creates an instance for another thread. */
    MissingInputs copy() {
        return new MissingInputs(normal);
    }

    /** Replaces NaN in K inputs. */
    public void fill(float[] inputs) {
        missing.clear();
        for (int i = 0; i < inputs.length; i++) {
            missing.set(i, Float.isNaN(inputs[i]));
        }
        if (missing.cardinality() == inputs.length) {
            System.arraycopy(normal.mean, 0, inputs, 0, inputs.length);
            return;
        }
        Pattern pattern = patterns.get(missing);
        if (pattern == null) {
            pattern = pattern();
            patterns.put((BitSet) missing.clone(), pattern);
        }
        estimate(pattern, inputs);
    }

    private void estimate(Pattern pattern, float[] inputs) {
        for (int i : pattern.present()) {
            double deviation = normal.deviation[i];
            standardised[i] = deviation > 0 ? (inputs[i] - normal.mean[i]) / deviation : 0;
        }
        double[] precision = normal.precision();
        double[] estimate = new double[pattern.missing().length];
        for (int m = 0; m < estimate.length; m++) {
            int row = pattern.missing()[m] * inputs.length;
            for (int i : pattern.present()) {
                estimate[m] -= precision[row + i] * standardised[i];
            }
        }
        SymmetricMatrix.solve(estimate.length, pattern.factor(), estimate);
        for (int m = 0; m < estimate.length; m++) {
            int i = pattern.missing()[m];
            inputs[i] = (float) (normal.mean[i] + normal.deviation[i] * estimate[m]);
        }
    }

    private Pattern pattern() {
        int k = normal.mean.length;
        double[] precision = normal.precision();
        int[] gone = missing.stream().toArray();
        BitSet others = (BitSet) missing.clone();
        others.flip(0, k);
        return new Pattern(
                gone,
                others.stream().toArray(),
                SymmetricMatrix.cholesky(gone.length, (r, c) -> precision[gone[r] * k + gone[c]]));
    }
}
