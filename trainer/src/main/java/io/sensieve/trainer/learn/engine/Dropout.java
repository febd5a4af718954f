package io.sensieve.trainer.learn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;

/**
 * Leaves a random share of units out of a training step, and makes up for it in the others (Srivastava et al., 2014).
 */
public interface Dropout {
    /** Leaves none out. */
    Dropout NONE = units -> Optional.empty();

    /** Factors for {@code units}, of their shape: 0, or 1 / (1 - share); empty where none is left out. */
    Optional<NDArray> of(NDArray units);

    /** Leaves out {@code share} of them. */
    static Dropout share(NDManager manager, float share) {
        return share == 0 ? NONE : units -> Optional.of(factors(manager, units, share, 1 / (1 - share)));
    }

    /** Leaves out {@code share} of them and makes up for nothing: they are missing. */
    static Dropout missing(NDManager manager, float share) {
        return share == 0 ? NONE : units -> Optional.of(factors(manager, units, share, 1));
    }

    private static NDArray factors(NDManager manager, NDArray units, float share, float factor) {
        return manager.randomUniform(0, 1, units.getShape())
                .gte(share)
                .toType(DataType.FLOAT32, false)
                .muli(factor);
    }
}
