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
 * Times the matrix products of a training step, forward and backward, without anything else.
 *
 * @param products sizes of the products
 */
record MatrixProducts(List<Product> products) {
    private static final int WARM_UP = 20;
    private static final int TIMES = 100;
    private static final double NANOS = 1e9;

    /** Size of the product of an m x n matrix and an n x p matrix. */
    record Product(int m, int n, int p) {}

    MatrixProducts {
        products = List.copyOf(products);
    }

    /** Products of a search step whose mini-batch shares its noise: equations 6 and 2, and the decoder. */
    static MatrixProducts search(TrainSettings settings, int batch, int channels) {
        int k = settings.k();
        int p = Math.min(settings.concrete().embedding(), channels);
        List<Product> all = new ArrayList<>();
        addLinear(all, k, p, channels, true);
        all.add(new Product(batch, channels, k));
        all.add(new Product(k, batch, channels));
        addDecoder(all, settings, batch, channels, true);
        return new MatrixProducts(all);
    }

    /** Products of a decoder step on the selected channels. */
    static MatrixProducts decoder(TrainSettings settings, int batch, int channels) {
        List<Product> all = new ArrayList<>();
        addDecoder(all, settings, batch, channels, false);
        return new MatrixProducts(all);
    }

    /** Median seconds for all products, with the current settings of the engine. */
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

    private static void addDecoder(
            List<Product> all, TrainSettings settings, int batch, int channels, boolean gradientOfInputs) {
        int in = settings.k();
        boolean needsInputGradient = gradientOfInputs;
        for (int units : settings.decoder().hidden()) {
            addLinear(all, batch, in, units, needsInputGradient);
            in = units;
            needsInputGradient = true;
        }
        addLinear(all, batch, in, channels, needsInputGradient);
        if (settings.decoder().skip() && !gradientOfInputs) {
            addLinear(all, batch, settings.k(), channels, false);
        }
    }

    /** Adds a linear map from rows x in to rows x out: forward, gradient of its weights, gradient of its inputs. */
    private static void addLinear(List<Product> all, int rows, int in, int out, boolean gradientOfInputs) {
        all.add(new Product(rows, in, out));
        all.add(new Product(out, rows, in));
        if (gradientOfInputs) {
            all.add(new Product(rows, out, in));
        }
    }
}
