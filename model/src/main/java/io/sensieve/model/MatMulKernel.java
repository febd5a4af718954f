package io.sensieve.model;

/**
 * Multiplies a batch of input vectors by a weight matrix. All implementations give the same bits: single precision,
 * inputs in ascending order, each added with a fused multiply-add. Immutable.
 */
interface MatMulKernel {
    /**
     * Adds {@code weight x in[r]} to {@code out[r]} for each record r.
     *
     * @param in arrays of at least the number of inputs
     * @param out arrays of {@link MatMulKernelFactory#paddedLength} values
     * @param records number of records
     */
    void multiplyAdd(float[][] in, float[][] out, int records);
}
