package io.sensieve.trainer.learn.concrete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;

/**
 * Logits of the concrete layer: a map of an embedding (equations 5 and 6), or parameters themselves, with the backward
 * pass written by hand.
 */
public final class ConcreteLayer {
    /** Low enough that no noise selects the channel, high enough to stay finite at the lowest temperature. */
    private static final float EXCLUDED = -1e9f;

    private final LogitTransform kind;
    private final boolean hasBias;
    private final NDArray embedding;
    private final NDArray map;
    private final NDArray bias;
    private final NDArray mask;

    /**
     * Initialises as the authors of the paper do: Psi standard normal; a shared W and its b as PyTorch's linear layers,
     * diagonal or scalar weights and their b standard normal; logits without a map uniform, each row's sum 1.
     *
     * @param rows number of rows, one for each channel to select
     * @param allowed D flags: whether a row can select the channel
     */
    public ConcreteLayer(NDManager manager, int rows, boolean[] allowed, TrainSettings settings) {
        int channels = allowed.length;
        this.kind = settings.concrete().transform();
        this.hasBias = settings.concrete().bias() && kind != LogitTransform.NONE;
        int size = kind == LogitTransform.SHARED
                ? Math.min(channels, settings.concrete().embedding())
                : channels;
        this.embedding = kind == LogitTransform.NONE
                ? sharesOfOne(manager, rows, channels)
                : manager.randomNormal(new Shape(rows, size));
        this.map = switch (kind) {
            case SHARED -> Parameters.uniform(manager, size, channels, size);
            case DIAGONAL -> manager.randomNormal(new Shape(channels));
            case SCALAR -> manager.randomNormal(new Shape(1));
            case NONE -> manager.ones(new Shape(1));
        };
        NDArray start = kind == LogitTransform.SHARED
                ? Parameters.uniform(manager, size, channels)
                : manager.randomNormal(new Shape(channels));
        this.bias = hasBias ? start : manager.zeros(new Shape(channels));
        float[] excluded = new float[channels];
        for (int c = 0; c < channels; c++) {
            excluded[c] = allowed[c] ? 0 : EXCLUDED;
        }
        this.mask = manager.create(excluded);
    }

    /** All parameters. */
    public List<NDArray> parameters() {
        if (kind == LogitTransform.NONE) {
            return List.of(embedding);
        }
        return hasBias ? List.of(embedding, map, bias) : List.of(embedding, map);
    }

    /** log alpha: rows x D; very low for a channel that is not allowed. */
    public NDArray logits() {
        NDArray added = bias.add(mask);
        return switch (kind) {
            case SHARED -> embedding.matMul(map.transpose()).addi(added);
            case DIAGONAL, SCALAR -> embedding.mul(map).addi(added);
            case NONE -> embedding.add(added);
        };
    }

    /**
     * Backward pass, given the gradient of the loss by the logits.
     *
     * @return gradients in the order of {@link #parameters}
     */
    public List<NDArray> backward(NDArray byLogits) {
        NDArray byBias = byLogits.sum(new int[] {0});
        List<NDArray> all = switch (kind) {
            case SHARED -> List.of(byLogits.matMul(map), byLogits.transpose().matMul(embedding), byBias);
            case DIAGONAL -> List.of(byLogits.mul(map), byLogits.mul(embedding).sum(new int[] {0}), byBias);
            case SCALAR ->
                List.of(byLogits.mul(map), byLogits.mul(embedding).sum().reshape(1), byBias);
            case NONE -> List.of(byLogits, byLogits, byBias);
        };
        return all.subList(0, parameters().size());
    }

    private static NDArray sharesOfOne(NDManager manager, int rows, int channels) {
        NDArray uniform = manager.randomUniform(0, 1, new Shape(rows, channels));
        return uniform.div(uniform.sum(new int[] {1}, true));
    }
}
