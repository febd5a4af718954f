package io.sensieve.trainer.learn.lassonet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.engine.Optimizer;
import io.sensieve.trainer.learn.engine.Parameters;

/**
 * Optimises LassoNet's skip weights and first layer by proximal gradient descent. The step of each channel follows a
 * running mean of its gradient, divided by one running scale for all of its weights. The proximal step uses the same
 * step length, and is exact: for {@link HierarchicalProx} the scale is a constant.
 */
final class HierarchicalOptimizer implements Optimizer {
    private static final float MEAN_DECAY = 0.9f;
    private static final double SCALE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double HIERARCHY = 10;

    private final NDManager manager;
    private final NDArray skip;
    private final NDArray first;
    private final Candidates candidates;
    private final boolean[] required;
    private final NDArray skipMean;
    private final NDArray firstMean;
    private final double[] square;
    private final float[] lengths;
    private final int units;
    private final long weights;
    private double lambda;
    private double largestPull;
    private int steps;

    /**
     * Creates the optimizer; call outside any {@code NDScope}.
     *
     * @param skip D x outputs
     * @param first D x units
     */
    HierarchicalOptimizer(NDManager manager, NDArray skip, NDArray first, Candidates candidates) {
        this.manager = manager;
        this.skip = skip;
        this.first = first;
        this.candidates = candidates;
        int channels = (int) skip.getShape().get(0);
        this.required = new boolean[channels];
        for (int channel : candidates.required()) {
            required[channel] = true;
        }
        this.skipMean = manager.zeros(skip.getShape());
        this.firstMean = manager.zeros(first.getShape());
        this.square = new double[channels];
        this.lengths = new float[channels];
        this.units = (int) first.getShape().get(1);
        this.weights = skip.getShape().get(1) + units;
    }

    /** Sets the weight of the penalty; 0 for neither penalty nor hierarchy. */
    void penalise(double weight) {
        lambda = weight;
    }

    /**
     * The largest sum, over the channels at the first step, of the norm of the skip gradients and M times the summed
     * absolute first-layer gradients. Above about this lambda no channel remains.
     */
    double largestPull() {
        return largestPull;
    }

    /** Norms of the channels' skip weights after the last step; 0 for a channel that was removed. */
    float[] lengths() {
        return lengths.clone();
    }

    @Override
    public void step(double learningRate) {
        steps++;
        double[] rates = follow(learningRate);
        float[] norms = skip.square().sum(new int[] {1}).sqrt().toFloatArray();
        if (lambda == 0) {
            System.arraycopy(norms, 0, lengths, 0, norms.length);
        } else {
            shrink(norms, rates);
        }
    }

    /** Steps along the gradients, and clears them; returns the step length of each channel. */
    private double[] follow(double learningRate) {
        NDArray skipGradient = skip.getGradient();
        NDArray firstGradient = first.getGradient();
        float[] skipSquares = skipGradient.square().sum(new int[] {1}).toFloatArray();
        float[] firstSquares = firstGradient.square().sum(new int[] {1}).toFloatArray();
        if (steps == 1) {
            float[] sizes = firstGradient.abs().sum(new int[] {1}).toFloatArray();
            for (int c : candidates.allowedIndices()) {
                largestPull = Math.max(largestPull, Math.sqrt(skipSquares[c]) + HIERARCHY * sizes[c]);
            }
        }
        double unbiasedSquare = 1 - Math.pow(SCALE_DECAY, steps);
        double unbiasedMean = 1 - Math.pow(MEAN_DECAY, steps);
        double[] rates = new double[square.length];
        float[] factors = new float[square.length];
        for (int c = 0; c < square.length; c++) {
            double mean = ((double) skipSquares[c] + firstSquares[c]) / weights;
            square[c] = SCALE_DECAY * square[c] + (1 - SCALE_DECAY) * mean;
            rates[c] = learningRate / (Math.sqrt(square[c] / unbiasedSquare) + EPSILON);
            factors[c] = (float) (-rates[c] / unbiasedMean);
        }
        NDArray factor = column(factors);
        move(skip, skipMean, skipGradient, factor);
        move(first, firstMean, firstGradient, factor);
        return rates;
    }

    private static void move(NDArray parameter, NDArray mean, NDArray gradient, NDArray factor) {
        mean.muli(MEAN_DECAY).addi(gradient.mul(1 - MEAN_DECAY));
        parameter.addi(mean.mul(factor));
        gradient.muli(0);
    }

    private void shrink(float[] norms, double[] rates) {
        float[] values = first.toFloatArray();
        float[] shares = new float[norms.length];
        float[] bounds = new float[norms.length];
        for (int c = 0; c < norms.length; c++) {
            shares[c] = 1;
            bounds[c] = Float.MAX_VALUE;
            lengths[c] = norms[c];
            if (!required[c]) {
                double length = candidates.allowed()[c]
                        ? HierarchicalProx.length(
                                norms[c], values, c * units, (c + 1) * units, lambda * rates[c], HIERARCHY)
                        : 0;
                lengths[c] = (float) length;
                shares[c] = norms[c] > 0 ? lengths[c] / norms[c] : 0;
                bounds[c] = (float) (HIERARCHY * length);
            }
        }
        skip.muli(column(shares));
        NDArray bound = column(bounds);
        Parameters.overwrite(first, first.minimum(bound).maximum(bound.neg()));
    }

    private NDArray column(float[] values) {
        return manager.create(values, new Shape(values.length, 1));
    }
}
