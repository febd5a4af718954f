package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * The selecting layer: rows of Gumbel-Softmax weights over D channels (equation 1), whose logits are learnt through a
 * map from an embedding (equations 5 and 6) or directly.
 */
final class ConcreteLayer {
    /** Smallest uniform number: keeps the noise finite. */
    private static final float LEAST = 1e-20f;

    /** Low enough that no noise lifts the channel, high enough to stay finite at the lowest temperature. */
    private static final float BARRED = -1e9f;

    private final int rows;
    private final int channels;
    private final LogitMap kind;
    private final NDArray embedding;
    private final NDArray map;
    private final NDArray bias;
    private final NDArray mask;

    /**
     * Starts as the paper's authors do: Psi standard normal; a shared W and its b as PyTorch's linear layers, diagonal
     * or scalar weights and their b standard normal; logits without a map uniform, each row's sum 1.
     *
     * @param rows channels to choose
     * @param allowed whether each of the D channels may be chosen
     */
    ConcreteLayer(NDManager manager, int rows, boolean[] allowed, TrainSettings settings) {
        this.rows = rows;
        this.channels = allowed.length;
        this.kind = settings.map();
        int size = kind == LogitMap.SHARED ? Math.min(channels, settings.embedding()) : channels;
        float bound = (float) (1 / Math.sqrt(size));
        this.embedding = DecoderNet.learnable(
                kind == LogitMap.NONE
                        ? sharesOfOne(manager, rows, channels)
                        : manager.randomNormal(new Shape(rows, size)));
        this.map = switch (kind) {
            case SHARED -> DecoderNet.learnable(manager.randomUniform(-bound, bound, new Shape(channels, size)));
            case DIAGONAL -> DecoderNet.learnable(manager.randomNormal(new Shape(channels)));
            case SCALAR -> DecoderNet.learnable(manager.randomNormal(new Shape(1)));
            case NONE -> manager.ones(new Shape(1));
        };
        this.bias = !settings.bias()
                ? manager.zeros(new Shape(channels))
                : switch (kind) {
                    case SHARED -> DecoderNet.learnable(manager.randomUniform(-bound, bound, new Shape(channels)));
                    case DIAGONAL, SCALAR -> DecoderNet.learnable(manager.randomNormal(new Shape(channels)));
                    case NONE -> manager.zeros(new Shape(channels));
                };
        float[] barred = new float[channels];
        for (int c = 0; c < channels; c++) {
            barred[c] = allowed[c] ? 0 : BARRED;
        }
        this.mask = manager.create(barred);
    }

    /** All that is learnt. */
    List<NDArray> parameters() {
        return Stream.of(embedding, map, bias).filter(NDArray::hasGradient).toList();
    }

    /** log alpha: rows x D; low where a channel is not allowed. */
    NDArray logits() {
        return switch (kind) {
            case SHARED ->
                ai.djl.nn.core.Linear.linear(embedding, map, bias.add(mask)).singletonOrThrow();
            case DIAGONAL, SCALAR -> embedding.mul(map).add(bias.add(mask));
            case NONE -> embedding.add(mask);
        };
    }

    private static NDArray sharesOfOne(NDManager manager, int rows, int channels) {
        NDArray uniform = manager.randomUniform(0, 1, new Shape(rows, channels));
        return uniform.div(uniform.sum(new int[] {1}, true));
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
