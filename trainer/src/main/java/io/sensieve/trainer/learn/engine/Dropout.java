package io.sensieve.trainer.learn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;

/** Drops a random share of units in a training step, and scales the others up (Srivastava et al., 2014). */
public interface Dropout {
    /** Drops no units. */
    Dropout NONE = units -> Optional.empty();

    /** Factors for {@code units}, of their shape: 0 for a dropped unit; empty if no units are dropped. */
    Optional<NDArray> of(NDArray units);

    /** Drops a share of the units, and multiplies the others by {@code 1 / (1 - share)}. */
    static Dropout share(NDManager manager, float share) {
        return share == 0 ? NONE : units -> Optional.of(factors(manager, units, share, 1 / (1 - share)));
    }

    private static NDArray factors(NDManager manager, NDArray units, float share, float factor) {
        return manager.randomUniform(0, 1, units.getShape())
                .gte(share)
                .toType(DataType.FLOAT32, false)
                .muli(factor);
    }
}
