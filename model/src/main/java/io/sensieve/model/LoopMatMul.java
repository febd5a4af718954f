package io.sensieve.model;

/**
 * Multiplies with loops that HotSpot vectorizes. Each input has an array of its own for its weights: HotSpot does not
 * vectorize the loop over one array with offsets, and a record takes four times as long. A loop over several records
 * would load fewer weights, but JDK 17 vectorizes it in some runs only. Arrays are padded to the end of a 64-byte
 * vector, so that no scalar remainder is left.
 */
final class LoopMatMul implements MatMulKernel {
    /** Floats between the 16-byte header of an array and the first 64-byte boundary. */
    private static final int TO_BOUNDARY = 12;

    private static final int VECTOR = 16;

    /** Weights: inputs x padded outputs. */
    private final float[][] columns;

    static final class Factory implements MatMulKernelFactory {
        @Override
        public MatMulKernel create(float[] weight, int inputs, int outputs) {
            float[][] columns = new float[inputs][paddedLength(outputs)];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    columns[in][out] = weight[out * inputs + in];
                }
            }
            return new LoopMatMul(columns);
        }

        @Override
        public int paddedLength(int outputs) {
            int behind = Math.max(0, outputs - TO_BOUNDARY);
            return TO_BOUNDARY + (behind + VECTOR - 1) / VECTOR * VECTOR;
        }

        @Override
        public String description() {
            return "loops";
        }
    }

    private LoopMatMul(float[][] columns) {
        this.columns = columns;
    }

    /** Four columns of weights stay in the L1 cache during the loop over the records. */
    @Override
    public void multiplyAdd(float[][] in, float[][] out, int records) {
        int i = 0;
        for (; i + 4 <= columns.length; i += 4) {
            for (int record = 0; record < records; record++) {
                float[] x = in[record];
                addFour(
                        columns[i],
                        columns[i + 1],
                        columns[i + 2],
                        columns[i + 3],
                        x[i],
                        x[i + 1],
                        x[i + 2],
                        x[i + 3],
                        out[record]);
            }
        }
        for (; i < columns.length; i++) {
            for (int record = 0; record < records; record++) {
                addOne(columns[i], in[record][i], out[record]);
            }
        }
    }

    private static void addFour(
            float[] first,
            float[] second,
            float[] third,
            float[] fourth,
            float a,
            float b,
            float c,
            float d,
            float[] out) {
        for (int o = 0; o < out.length; o++) {
            float sum = Math.fma(a, first[o], out[o]);
            sum = Math.fma(b, second[o], sum);
            sum = Math.fma(c, third[o], sum);
            out[o] = Math.fma(d, fourth[o], sum);
        }
    }

    private static void addOne(float[] column, float a, float[] out) {
        for (int o = 0; o < out.length; o++) {
            out[o] = Math.fma(a, column[o], out[o]);
        }
    }
}
