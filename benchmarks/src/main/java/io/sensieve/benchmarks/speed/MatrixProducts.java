package io.sensieve.benchmarks.speed;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix products of a training step, forward and backward, and nothing around them.
 *
 * @param products of m x n by n x p matrices
 */
record MatrixProducts(List<Product> products) {
    private static final int WARM_UP = 20;
    private static final int TIMES = 100;
    private static final double NANOS = 1e9;

    /** m x n by n x p. */
    record Product(int m, int n, int p) {}

    MatrixProducts {
        products = List.copyOf(products);
    }

    /** Those of a search step with noise that the mini-batch shares: equations 6 and 2, and the decoder. */
    static MatrixProducts search(TrainSettings settings, int batch, int channels) {
        int k = settings.k();
        int p = Math.min(settings.concrete().embedding(), channels);
        List<Product> all = new ArrayList<>();
        learnt(all, k, p, channels, true);
        all.add(new Product(batch, channels, k));
        all.add(new Product(k, batch, channels));
        decoder(all, settings, batch, channels, true);
        return new MatrixProducts(all);
    }

    /** Those of a step of the decoder alone, on chosen channels. */
    static MatrixProducts decoder(TrainSettings settings, int batch, int channels) {
        List<Product> all = new ArrayList<>();
        decoder(all, settings, batch, channels, false);
        return new MatrixProducts(all);
    }

    /** Seconds for all of them, the median of many times, on the engine as it is set. */
    double seconds() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            List<NDArray> left = new ArrayList<>();
            List<NDArray> right = new ArrayList<>();
            for (Product product : products) {
                left.add(manager.randomNormal(new Shape(product.m(), product.n())));
                right.add(manager.randomNormal(new Shape(product.n(), product.p())));
            }
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < WARM_UP + TIMES; i++) {
                long start = System.nanoTime();
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    for (int j = 0; j < left.size(); j++) {
                        left.get(j).matMul(right.get(j));
                    }
                }
                if (i >= WARM_UP) {
                    times.add((System.nanoTime() - start) / NANOS);
                }
            }
            return new Sample(times).median();
        }
    }

    private static void decoder(
            List<Product> all, TrainSettings settings, int batch, int channels, boolean gradientOfInputs) {
        int in = settings.k();
        boolean behind = gradientOfInputs;
        for (int units : settings.decoder().hidden()) {
            learnt(all, batch, in, units, behind);
            in = units;
            behind = true;
        }
        learnt(all, batch, in, channels, behind);
        if (settings.decoder().skip() && !gradientOfInputs) {
            learnt(all, batch, settings.k(), channels, false);
        }
    }

    /** A linear map of rows x in to rows x out: forward, gradient of its weights, gradient of its inputs. */
    private static void learnt(List<Product> all, int rows, int in, int out, boolean gradientOfInputs) {
        all.add(new Product(rows, in, out));
        all.add(new Product(out, rows, in));
        if (gradientOfInputs) {
            all.add(new Product(rows, out, in));
        }
    }
}
