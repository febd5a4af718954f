package sensieve.trainer.learn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import sensieve.model.DecoderWeights;

/**
 * Trains the decoder alone on a finished selection, with a rate that falls to 0 along a half cosine. The best weights
 * by validation loss are kept, those it started from included.
 */
final class DecoderFinish {
    private final Torch.Session session;
    private final Epochs epochs;
    private final Validation validation;
    private final float learningRate;

    /**
     * What an epoch came to.
     *
     * @param epoch counted from 1
     */
    record Outcome(int epoch, double loss, double validationError) {}

    DecoderFinish(Torch.Session session, Epochs epochs, Validation validation, float learningRate) {
        this.session = session;
        this.epochs = epochs;
        this.validation = validation;
        this.learningRate = learningRate;
    }

    HardDecoder finish(HardDecoder start, int channelCount, int passes, Consumer<Outcome> listener) {
        NDArray picker = HardDecoder.picker(session.manager(), start.channels(), channelCount);
        DecoderNet net = DecoderNet.of(session.manager(), start.weights());
        UnaryOperator<NDArray> forward = rows -> net.forward(rows.matMul(picker));
        Adam adam = new Adam(session.manager(), net.parameters());
        DecoderWeights best = start.weights();
        double bestLoss = validation.measure(forward).loss();
        int all = passes * epochs.steps();
        int[] step = {0};
        for (int pass = 1; pass <= passes; pass++) {
            double loss = epochs.run(
                    forward, Optional::empty, adam, () -> learningRate * (1 + Math.cos(Math.PI * step[0]++ / all)) / 2);
            Validation.Result result = validation.measure(forward);
            if (result.loss() < bestLoss) {
                bestLoss = result.loss();
                best = net.weights();
            }
            listener.accept(new Outcome(pass, loss, result.error()));
        }
        return new HardDecoder(start.channels(), best);
    }
}
