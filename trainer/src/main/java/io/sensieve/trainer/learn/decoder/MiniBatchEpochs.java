package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.engine.Optimizer;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingFailedException;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/** Runs epochs over the train rows in mini-batches; the last incomplete mini-batch of an epoch is dropped. */
public final class MiniBatchEpochs {
    private final Torch.Session session;
    private final ScaledRows rows;
    private final int batchSize;
    private final boolean shuffle;
    private final SplittableRandom random;
    private final TrainingListener listener;

    public MiniBatchEpochs(Torch.Session session, ScaledRows rows, TrainSettings settings, TrainingListener listener) {
        this.session = session;
        this.rows = rows;
        this.batchSize = settings.search().batchSizeFor(rows.count());
        this.shuffle = settings.search().shuffle();
        this.random = new SplittableRandom(settings.seed());
        this.listener = listener;
    }

    /** Number of steps of an epoch. */
    public int steps() {
        return rows.count() / batchSize;
    }

    /** A training step. */
    public interface Step {
        /**
         * Trains on a mini-batch.
         *
         * @return the loss, a scalar
         */
        NDArray train(ScaledRows batch);
    }

    /**
     * Runs one epoch.
     *
     * @return the mean loss
     * @throws TrainingFailedException if the loss is not finite
     */
    public double run(Step step) {
        double mean;
        try (NDScope pass = new NDScope()) {
            pass.suppressNotUsedWarning();
            ScaledRows ordered = shuffle ? rows.inOrder(session.manager().create(permutation())) : rows;
            NDArray total = session.manager().create(0f);
            for (int i = 0; i < steps(); i++) {
                if (listener.cancelled()) {
                    throw new CancellationException("training was cancelled");
                }
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    total.addi(step.train(ordered.part(i * batchSize, (i + 1) * batchSize)));
                }
            }
            mean = total.getFloat() / steps();
        }
        if (!Double.isFinite(mean)) {
            throw new TrainingFailedException("the training loss is " + mean
                    + ": lower train.learning.rate or train.decoder.rate, or set train.scaling to minmax or standard");
        }
        return mean;
    }

    /**
     * Runs one epoch with the engine's automatic differentiation.
     *
     * @param forward maps the inputs of a mini-batch to outputs
     * @param rate learning rate, asked at each step
     * @return the mean loss
     * @throws TrainingFailedException if the loss is not finite
     */
    public double run(UnaryOperator<NDArray> forward, Optimizer descent, DoubleSupplier rate) {
        return run(batch -> {
            NDArray loss;
            try (GradientCollector gradients = session.engine().newGradientCollector()) {
                loss = batch.loss(forward.apply(batch.inputs()));
                gradients.backward(loss);
            }
            descent.step(rate.getAsDouble());
            return loss.stopGradient();
        });
    }

    private long[] permutation() {
        long[] order = new long[rows.count()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
