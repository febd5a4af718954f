package io.sensieve.model;

import java.util.Optional;

/**
 * The weights of a linear map, laid out for one way to multiply by them. All ways come to the same bits: single
 * precision, inputs in ascending order, each added with a fused multiply-add. Immutable.
 */
interface MatMulKernel {
    /** Makes the products of one way. */
    interface Way {
        /**
         * Lays weights out.
         *
         * @param weight outputs × inputs, row by row
         */
        MatMulKernel of(float[] weight, int inputs, int outputs);

        /** How long the arrays must be that take so many outputs; what lies behind them means nothing. */
        int width(int outputs);

        /** How it is told to people. */
        String label();
    }

    /** The fastest way that this virtual machine allows. */
    Way BEST = vectors().orElseGet(LoopMatMul.Way::new);

    /**
     * Adds to each record's outputs what its inputs come to.
     *
     * @param in arrays of at least as many values as there are inputs
     * @param out arrays of {@link Way#width} values
     * @param records how many of them
     */
    void add(float[][] in, float[][] out, int records);

    /** Empty where the virtual machine was not given the module, or has no vectors. */
    private static Optional<Way> vectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName("io.sensieve.model.VectorMatMul$Way")
                    .asSubclass(Way.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }
}
