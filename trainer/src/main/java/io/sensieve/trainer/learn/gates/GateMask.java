package io.sensieve.trainer.learn.gates;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.engine.Parameters;

/**
 * Computes open gates on the engine. Gates of required channels are always open, gates of channels that are not allowed
 * never.
 *
 * @param allowed D, 1 for a channel that a search can select
 * @param required D, 1 for a required channel
 */
record GateMask(NDManager manager, NDArray allowed, NDArray required) {
    static GateMask of(NDManager manager, Candidates candidates, int channels) {
        return new GateMask(
                manager,
                manager.create(candidates.allowed()).toType(DataType.FLOAT32, true),
                Parameters.selectionMatrix(manager, candidates.required(), channels)
                        .sum(new int[] {1}));
    }

    /** The D gates at these positions. */
    NDArray open(NDArray positions) {
        return positions.clip(0, 1).mul(allowed).add(required);
    }

    /** The D gates at these positions, with the noise of one mini-batch. */
    NDArray openWithNoise(NDArray positions) {
        return open(positions.add(manager.randomNormal(0, Gates.SIGMA, new Shape(positions.size()), DataType.FLOAT32)));
    }
}
