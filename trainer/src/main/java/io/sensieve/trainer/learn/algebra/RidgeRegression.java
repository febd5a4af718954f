package io.sensieve.trainer.learn.algebra;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.SymmetricMatrix;
import java.util.Optional;

/** Ridge regression of many targets on few inputs. */
public final class RidgeRegression {
    /** Candidates for the ridge, which is added to the inputs' variances of 1; held-out rows decide. */
    private static final double[] RIDGES = {1e-4, 1e-3, 1e-2, 1e-1};

    /** Change of the weights, as a share of them, at which the predictions of missing targets are final. */
    private static final double SETTLED = 1e-4;

    private static final int MOST_PASSES = 100;

    /**
     * Coefficients of a regression.
     *
     * @param weight targets x inputs, row-major
     * @param bias one for each target
     */
    public record Fit(float[] weight, float[] bias) {}

    /**
     * Inputs and targets of some rows.
     *
     * @param inputs N x I
     * @param targets N x S
     * @param measured N x S, 1 for a measured target and 0 for a missing one; empty if no target is missing
     */
    public record Rows(NDArray inputs, NDArray targets, Optional<NDArray> measured) {
        private double error(NDArray weight, NDArray mean) {
            NDArray difference = inputs.matMul(weight).addi(mean).subi(targets);
            return measured.map(mask ->
                            difference.mul(mask).square().sum().div(mask.sum().maximum(1)))
                    .orElseGet(() -> difference.square().mean())
                    .getFloat();
        }
    }

    private record Linear(NDArray weight, NDArray mean) {}

    private RidgeRegression() {}

    /**
     * Fits with the ridge that has the smallest error on held-out rows.
     *
     * @param rows inputs with means 0 and deviations 1
     */
    public static Fit fit(NDManager manager, Rows rows, Rows heldOut) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            int count = (int) rows.inputs().getShape().get(1);
            NDArray transposed = rows.inputs().transpose();
            float[] gram = transposed
                    .matMul(rows.inputs())
                    .div(rows.inputs().getShape().get(0))
                    .toFloatArray();
            NDArray mean = rows.targets().mean(new int[] {0});
            NDArray crossed = crossed(transposed, rows.targets(), mean);
            Linear best = new Linear(crossed, mean);
            Linear latest = new Linear(best.weight().zerosLike(), mean);
            double least = Double.POSITIVE_INFINITY;
            for (double ridge : RIDGES) {
                double[] inverse = SymmetricMatrix.inverse(count, (r, c) -> gram[r * count + c] + (r == c ? ridge : 0));
                float[] single = new float[inverse.length];
                for (int i = 0; i < single.length; i++) {
                    single[i] = (float) inverse[i];
                }
                NDArray matrix = manager.create(single, new Shape(count, count));
                latest = rows.measured().isEmpty()
                        ? new Linear(matrix.matMul(crossed), mean)
                        : ofMeasured(rows, matrix, latest);
                double error = heldOut.error(latest.weight(), latest.mean());
                if (error < least) {
                    least = error;
                    best = latest;
                }
            }
            return new Fit(best.weight().transpose().toFloatArray(), best.mean().toFloatArray());
        }
    }

    /**
     * Fits to the measured targets alone: replaces missing targets by their prediction and fits again, until the
     * predictions stay (the EM algorithm; Dempster, Laird and Rubin 1977).
     *
     * @param inverse I x I, of the inputs' covariance with the ridge
     * @param start from which the first predictions come
     */
    private static Linear ofMeasured(Rows rows, NDArray inverse, Linear start) {
        NDArray mask = rows.measured().orElseThrow();
        NDArray transposed = rows.inputs().transpose();
        NDArray known = rows.targets().mul(mask);
        NDArray unknown = mask.neg().addi(1);
        Linear fit = start;
        boolean settled = false;
        for (int pass = 0; pass < MOST_PASSES && !settled; pass++) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray filled = rows.inputs()
                        .matMul(fit.weight())
                        .addi(fit.mean())
                        .muli(unknown)
                        .addi(known);
                NDArray mean = filled.mean(new int[] {0});
                NDArray weight = inverse.matMul(crossed(transposed, filled, mean));
                double change = weight.sub(fit.weight()).square().sum().getFloat();
                settled = change <= SETTLED * SETTLED * weight.square().sum().getFloat();
                fit = new Linear(weight, mean);
                NDScope.unregister(weight, mean);
            }
        }
        return fit;
    }

    private static NDArray crossed(NDArray transposedInputs, NDArray targets, NDArray mean) {
        return transposedInputs
                .matMul(targets.sub(mean))
                .div(transposedInputs.getShape().get(1));
    }
}
