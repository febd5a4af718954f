package io.sensieve.model;

import java.util.Optional;

/** Creates the kernels of one implementation of matrix multiplication. */
interface MatMulKernelFactory {
    /** The fastest implementation that this JVM supports. */
    MatMulKernelFactory FASTEST = vectorized().orElseGet(LoopMatMul.Factory::new);

    /**
     * Lays out the weights for the kernel.
     *
     * @param weight outputs x inputs, row-major
     */
    MatMulKernel create(float[] weight, int inputs, int outputs);

    /** Length that output arrays need: {@code outputs} plus padding, whose values are undefined. */
    int paddedLength(int outputs);

    /** Name of the implementation for users, for example {@code loops}. */
    String description();

    /** Empty if the JVM runs without the module {@code jdk.incubator.vector} or has no vectors. */
    private static Optional<MatMulKernelFactory> vectorized() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName("io.sensieve.model.VectorMatMul$Factory")
                    .asSubclass(MatMulKernelFactory.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }
}
