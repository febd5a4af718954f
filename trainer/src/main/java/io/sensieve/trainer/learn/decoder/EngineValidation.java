package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.sensieve.trainer.learn.data.ScaledRows;
import java.util.function.UnaryOperator;

/** Evaluates networks on held-out rows, on the engine. */
public final class EngineValidation {
    private final ScaledRows rows;
    private final float[] counts;

    /**
     * Two errors of the same rows.
     *
     * @param loss mean squared scaled error, or mean cross-entropy
     * @param error mean over the rows of the normalised error, as {@code Reconstructor.error}; or the share of wrong
     *     classes
     */
    public record Result(double loss, double error) {}

    /** The same rows with other inputs. */
    EngineValidation with(ScaledRows picked) {
        return new EngineValidation(picked, counts);
    }

    private EngineValidation(ScaledRows rows, float[] counts) {
        this.rows = rows;
        this.counts = counts;
    }

    public EngineValidation(ScaledRows rows) {
        this.rows = rows;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            this.counts = rows.measuredCounts();
        }
    }

    /** Evaluates {@code forward}, which maps the inputs of all rows to rows x D, or to rows x C for classification. */
    public Result measure(UnaryOperator<NDArray> forward) {
        return rows.classes().isPresent() ? classification(forward) : reconstruction(forward);
    }

    private Result classification(UnaryOperator<NDArray> forward) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray outputs = forward.apply(rows.inputs());
            return new Result(rows.loss(outputs).getFloat(), rows.misclassified(outputs));
        }
    }

    private Result reconstruction(UnaryOperator<NDArray> forward) {
        float[] squares;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            squares = rows.squaredErrors(forward.apply(rows.inputs()));
        }
        double channels = rows.values().getShape().get(1);
        double squareSum = 0;
        double countSum = 0;
        double errors = 0;
        int measuredRows = 0;
        for (int r = 0; r < squares.length; r++) {
            if (counts[r] > 0) {
                squareSum += squares[r];
                countSum += counts[r];
                errors += Math.sqrt(squares[r] * channels / counts[r]) / channels;
                measuredRows++;
            }
        }
        return new Result(squareSum / countSum, errors / measuredRows);
    }
}
