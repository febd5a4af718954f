package io.sensieve.benchmarks.speed;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;

/**
 * Implements IP-CAE with plain DJL: its operators, autograd and Adam, and new Gumbel noise for every record (B x K x D)
 * at each step. The speed of the trainer is compared with it.
 */
final class ReferenceImplementation implements AutoCloseable {
    static final int BATCH = 128;
    static final int EPOCHS = 200;
    private static final int HIDDEN = 200;
    private static final float SLOPE = 0.2f;
    private static final float EPSILON = 1e-5f;
    private static final float MIN_UNIFORM = 1e-20f;
    private static final double START = 10;
    private static final double END = 0.01;
    private static final double NANOS = 1e9;

    private final NDManager manager;
    private final Engine engine;
    private final NDArray rows;
    private final int k;
    private final int channels;
    private final List<NDArray> parameters = new ArrayList<>();
    private final NDArray embedding;
    private final NDArray map;
    private final NDArray mapBias;
    private final NDArray first;
    private final NDArray firstBias;
    private final NDArray scale;
    private final NDArray shift;
    private final NDArray last;
    private final NDArray lastBias;
    private final Adam adam = Adam.builder().build();

    /**
     * Initialises random weights.
     *
     * @param rows scaled training rows of D values
     */
    ReferenceImplementation(float[][] rows, int k, long seed) {
        this.engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed(Long.hashCode(seed));
        this.manager = engine.newBaseManager();
        this.k = k;
        this.channels = rows[0].length;
        this.rows = manager.create(rows);
        float bound = (float) (1 / Math.sqrt(channels));
        this.embedding = parameter(manager.randomNormal(new Shape(k, channels)));
        this.map = uniform(bound, channels, channels);
        this.mapBias = uniform(bound, channels);
        this.first = uniform((float) (1 / Math.sqrt(k)), HIDDEN, k);
        this.firstBias = uniform((float) (1 / Math.sqrt(k)), HIDDEN);
        this.scale = parameter(manager.ones(new Shape(HIDDEN)));
        this.shift = parameter(manager.zeros(new Shape(HIDDEN)));
        this.last = uniform((float) (1 / Math.sqrt(HIDDEN)), channels, HIDDEN);
        this.lastBias = uniform((float) (1 / Math.sqrt(HIDDEN)), channels);
    }

    /** Number of steps of an epoch, without the last incomplete mini-batch. */
    int stepsPerEpoch() {
        return (int) rows.getShape().get(0) / BATCH;
    }

    /** Mean seconds of {@code steps} steps after {@code warmUp} other steps. */
    double secondsPerStep(int warmUp, int steps) {
        for (int i = 0; i < warmUp; i++) {
            step(i % stepsPerEpoch(), START);
        }
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            step(i % stepsPerEpoch(), START);
        }
        return (System.nanoTime() - start) / NANOS / steps;
    }

    /** Trains an epoch, from 1, at its temperature (equation 3). */
    void epoch(int epoch) {
        double temperature = START * Math.pow(END / START, (double) epoch / EPOCHS);
        for (int step = 0; step < stepsPerEpoch(); step++) {
            step(step, temperature);
        }
    }

    /** The error of the paper (section 4) on scaled rows, with arg-max selection. */
    double error(float[][] test) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray truth = manager.create(test);
            NDArray selected = truth.transpose().get(logits().argMax(1)).transpose();
            NDArray squares = decode(selected).sub(truth).square().sum(new int[] {1});
            return squares.sqrt().mean().getFloat() / channels;
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void step(int number, double temperature) {
        try (NDScope scope = new NDScope();
                GradientCollector gradients = engine.newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDArray batch = rows.get(number * BATCH + ":" + (number + 1) * BATCH);
            NDArray noise = manager.randomUniform(MIN_UNIFORM, 1, new Shape(BATCH, k, channels))
                    .log()
                    .neg()
                    .log()
                    .neg();
            NDArray weights = noise.add(logits().expandDims(0)).div(temperature).softmax(-1);
            NDArray selected = weights.matMul(batch.expandDims(2)).squeeze(2);
            gradients.backward(decode(selected).sub(batch).square().mean());
        }
        for (int i = 0; i < parameters.size(); i++) {
            NDArray gradient = parameters.get(i).getGradient();
            adam.update(Integer.toString(i), parameters.get(i), gradient);
            gradient.subi(gradient);
            gradient.close();
        }
    }

    private NDArray logits() {
        return Linear.linear(embedding, map, mapBias).singletonOrThrow();
    }

    private NDArray decode(NDArray inputs) {
        NDArray hidden = Linear.linear(inputs, first, firstBias).singletonOrThrow();
        NDArray normal = LayerNorm.layerNorm(hidden, new Shape(HIDDEN), scale, shift, EPSILON)
                .singletonOrThrow();
        return Linear.linear(Activation.leakyRelu(normal, SLOPE), last, lastBias)
                .singletonOrThrow();
    }

    private NDArray uniform(float bound, long... shape) {
        return parameter(manager.randomUniform(-bound, bound, new Shape(shape)));
    }

    private NDArray parameter(NDArray array) {
        array.setRequiresGradient(true);
        parameters.add(array);
        return array;
    }
}
