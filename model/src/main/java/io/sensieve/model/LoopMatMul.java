package io.sensieve.model;

/**
 * Products by loops that HotSpot makes vectors of. The weights of each input are an array of their own: in one array
 * for all, at offsets, the loop is not vectorised and a record takes four times as long. A loop that adds to several
 * records at once would read fewer weights, but on 17 it is vectorised on some runs and not on others. Rows end where a
 * 64-byte vector ends, so that no value is left over.
 */
final class LoopMatMul implements MatMulKernel {
    /** Floats between an array's header of 16 bytes and the first border of 64 bytes. */
    private static final int TO_BORDER = 12;

    private static final int VECTOR = 16;

    /** For each input, the weights to all outputs. */
    private final float[][] columns;

    static final class Way implements MatMulKernel.Way {
        @Override
        public MatMulKernel of(float[] weight, int inputs, int outputs) {
            float[][] columns = new float[inputs][width(outputs)];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    columns[in][out] = weight[out * inputs + in];
                }
            }
            return new LoopMatMul(columns);
        }

        @Override
        public int width(int outputs) {
            int behind = Math.max(0, outputs - TO_BORDER);
            return TO_BORDER + (behind + VECTOR - 1) / VECTOR * VECTOR;
        }

        @Override
        public String label() {
            return "loops";
        }
    }

    private LoopMatMul(float[][] columns) {
        this.columns = columns;
    }

    /** Four rows of weights stay in the nearest cache while all records go over them. */
    @Override
    public void add(float[][] in, float[][] out, int records) {
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
