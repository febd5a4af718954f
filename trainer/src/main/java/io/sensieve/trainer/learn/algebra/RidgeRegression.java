package io.sensieve.trainer.learn.algebra;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;

/** Ridge regression of many targets on few inputs. */
public final class RidgeRegression {
    /** Candidates for the ridge, which is added to the inputs' variances of 1; held-out rows decide. */
    private static final double[] RIDGES = {1e-4, 1e-3, 1e-2, 1e-1};

    /**
     * Coefficients of a regression.
     *
     * @param weight targets x inputs, row-major
     * @param bias one for each target
     */
    public record Fit(float[] weight, float[] bias) {}

    private RidgeRegression() {}

    /**
     * Fits with the ridge that has the smallest error on held-out rows.
     *
     * @param inputs N x I with means 0 and deviations 1
     * @param targets N x S
     * @param heldOutInputs M x I
     * @param heldOutTargets M x S
     */
    public static Fit fit(
            NDManager manager, NDArray inputs, NDArray targets, NDArray heldOutInputs, NDArray heldOutTargets) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            int count = (int) inputs.getShape().get(1);
            long rows = inputs.getShape().get(0);
            NDArray mean = targets.mean(new int[] {0});
            NDArray transposed = inputs.transpose();
            float[] gram = transposed.matMul(inputs).div(rows).toFloatArray();
            NDArray crossed = transposed.matMul(targets.sub(mean)).div(rows);
            NDArray best = crossed;
            double least = Double.POSITIVE_INFINITY;
            for (double ridge : RIDGES) {
                double[] inverse = SymmetricMatrix.inverse(count, (r, c) -> gram[r * count + c] + (r == c ? ridge : 0));
                float[] single = new float[inverse.length];
                for (int i = 0; i < single.length; i++) {
                    single[i] = (float) inverse[i];
                }
                NDArray weight = manager.create(single, new Shape(count, count)).matMul(crossed);
                double error = heldOutInputs
                        .matMul(weight)
                        .addi(mean)
                        .subi(heldOutTargets)
                        .square()
                        .mean()
                        .getFloat();
                if (error < least) {
                    least = error;
                    best = weight;
                }
            }
            return new Fit(best.transpose().toFloatArray(), mean.toFloatArray());
        }
    }
}
