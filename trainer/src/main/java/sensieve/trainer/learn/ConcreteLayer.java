package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.List;

/**
 * The selecting layer: rows of Gumbel-Softmax weights over D channels whose logits come from an embedding and a linear
 * map that all rows share (equations 1, 5 and 6).
 */
final class ConcreteLayer {
    /** Smallest uniform number: keeps the noise finite. */
    private static final float LEAST = 1e-20f;

    /** Low enough that no noise lifts the channel, high enough to stay finite at the lowest temperature. */
    private static final float BARRED = -1e9f;

    private final int rows;
    private final int channels;
    private final NDArray embedding;
    private final NDArray map;
    private final NDArray bias;
    private final NDArray mask;

    /**
     * Starts with Psi standard normal, W and b as PyTorch's linear layers do.
     *
     * @param rows channels to choose
     * @param allowed whether each of the D channels may be chosen
     * @param embeddingSize P
     */
    ConcreteLayer(NDManager manager, int rows, boolean[] allowed, int embeddingSize) {
        this.rows = rows;
        this.channels = allowed.length;
        float bound = (float) (1 / Math.sqrt(embeddingSize));
        this.embedding = DecoderNet.learnable(manager.randomNormal(new Shape(rows, embeddingSize)));
        this.map = DecoderNet.learnable(manager.randomUniform(-bound, bound, new Shape(channels, embeddingSize)));
        this.bias = DecoderNet.learnable(manager.randomUniform(-bound, bound, new Shape(channels)));
        float[] barred = new float[channels];
        for (int c = 0; c < channels; c++) {
            barred[c] = allowed[c] ? 0 : BARRED;
        }
        this.mask = manager.create(barred);
    }

    /** All that is learnt. */
    List<NDArray> parameters() {
        return List.of(embedding, map, bias);
    }

    /** log alpha: rows x D; low where a channel is not allowed. */
    NDArray logits() {
        return Linear.linear(embedding, map, bias.add(mask)).singletonOrThrow();
    }

    /**
     * What the rows select of a mini-batch, B x rows.
     *
     * @param batch B x D
     * @param temperature T in equation 1
     */
    NDArray select(NDManager manager, NDArray batch, double temperature, Noise noise) {
        NDArray logits = logits();
        if (noise == Noise.BATCH) {
            NDArray weights = concrete(logits, gumbel(manager, new Shape(rows, channels)), temperature);
            return batch.matMul(weights.transpose());
        }
        long records = batch.getShape().get(0);
        NDArray weights =
                concrete(logits.expandDims(0), gumbel(manager, new Shape(records, rows, channels)), temperature);
        return weights.matMul(batch.expandDims(2)).squeeze(2);
    }

    private static NDArray concrete(NDArray logits, NDArray noise, double temperature) {
        return noise.add(logits).mul(1 / temperature).softmax(-1);
    }

    private static NDArray gumbel(NDManager manager, Shape shape) {
        return manager.randomUniform(LEAST, 1, shape).log().negi().log().negi();
    }
}
