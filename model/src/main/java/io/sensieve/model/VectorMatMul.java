package io.sensieve.model;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiplies with the Vector API (JEP 414). The accumulators of six records, two vectors each, stay in registers during
 * the loop over the inputs: 12 of the 16 registers of AVX2, of the 32 of AVX-512. So each weight is loaded once for six
 * records, and no accumulator is loaded again. The build compiles this class separately because it uses an incubating
 * module.
 */
final class VectorMatMul implements MatMulKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;

    /** Weights in blocks of two vectors of outputs: block, then input, then output within the block. */
    private final float[] panels;

    private final int inputs;
    private final int width;

    static final class Factory implements MatMulKernelFactory {
        /** @throws IllegalStateException if a vector has fewer than four floats */
        Factory() {
            if (LANES < 4) {
                throw new IllegalStateException("vectors have " + LANES + " floats, at least 4 are needed");
            }
        }

        @Override
        public MatMulKernel create(float[] weight, int inputs, int outputs) {
            float[] panels = new float[paddedLength(outputs) * inputs];
            for (int out = 0; out < outputs; out++) {
                int place = out / PANEL * PANEL * inputs + out % PANEL;
                for (int in = 0; in < inputs; in++) {
                    panels[place + in * PANEL] = weight[out * inputs + in];
                }
            }
            return new VectorMatMul(panels, inputs, paddedLength(outputs));
        }

        @Override
        public int paddedLength(int outputs) {
            return (outputs + PANEL - 1) / PANEL * PANEL;
        }

        @Override
        public String description() {
            return "vectors of " + SPECIES.vectorBitSize() + " bits";
        }
    }

    private VectorMatMul(float[] panels, int inputs, int width) {
        this.panels = panels;
        this.inputs = inputs;
        this.width = width;
    }

    @Override
    public void multiplyAdd(float[][] in, float[][] out, int records) {
        for (int o = 0; o < width; o += PANEL) {
            int record = 0;
            for (; record + 6 <= records; record += 6) {
                addSix(panels, o * inputs, inputs, in, out, record, o);
            }
            for (; record < records; record++) {
                addOne(panels, o * inputs, inputs, in[record], out[record], o);
            }
        }
    }

    /** Each accumulator is a local variable: elements of an array would not stay in registers. */
    private static void addSix(float[] panels, int from, int inputs, float[][] in, float[][] out, int record, int o) {
        float[] xa = in[record];
        float[] xb = in[record + 1];
        float[] xc = in[record + 2];
        float[] xd = in[record + 3];
        float[] xe = in[record + 4];
        float[] xf = in[record + 5];
        FloatVector a0 = FloatVector.fromArray(SPECIES, out[record], o);
        FloatVector a1 = FloatVector.fromArray(SPECIES, out[record], o + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, out[record + 1], o);
        FloatVector b1 = FloatVector.fromArray(SPECIES, out[record + 1], o + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, out[record + 2], o);
        FloatVector c1 = FloatVector.fromArray(SPECIES, out[record + 2], o + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, out[record + 3], o);
        FloatVector d1 = FloatVector.fromArray(SPECIES, out[record + 3], o + LANES);
        FloatVector e0 = FloatVector.fromArray(SPECIES, out[record + 4], o);
        FloatVector e1 = FloatVector.fromArray(SPECIES, out[record + 4], o + LANES);
        FloatVector f0 = FloatVector.fromArray(SPECIES, out[record + 5], o);
        FloatVector f1 = FloatVector.fromArray(SPECIES, out[record + 5], o + LANES);
        int at = from;
        for (int i = 0; i < inputs; i++) {
            FloatVector first = FloatVector.fromArray(SPECIES, panels, at);
            FloatVector second = FloatVector.fromArray(SPECIES, panels, at + LANES);
            at += PANEL;
            a0 = add(a0, first, xa[i]);
            a1 = add(a1, second, xa[i]);
            b0 = add(b0, first, xb[i]);
            b1 = add(b1, second, xb[i]);
            c0 = add(c0, first, xc[i]);
            c1 = add(c1, second, xc[i]);
            d0 = add(d0, first, xd[i]);
            d1 = add(d1, second, xd[i]);
            e0 = add(e0, first, xe[i]);
            e1 = add(e1, second, xe[i]);
            f0 = add(f0, first, xf[i]);
            f1 = add(f1, second, xf[i]);
        }
        a0.intoArray(out[record], o);
        a1.intoArray(out[record], o + LANES);
        b0.intoArray(out[record + 1], o);
        b1.intoArray(out[record + 1], o + LANES);
        c0.intoArray(out[record + 2], o);
        c1.intoArray(out[record + 2], o + LANES);
        d0.intoArray(out[record + 3], o);
        d1.intoArray(out[record + 3], o + LANES);
        e0.intoArray(out[record + 4], o);
        e1.intoArray(out[record + 4], o + LANES);
        f0.intoArray(out[record + 5], o);
        f1.intoArray(out[record + 5], o + LANES);
    }

    private static void addOne(float[] panels, int from, int inputs, float[] x, float[] out, int o) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, out, o);
        FloatVector a1 = FloatVector.fromArray(SPECIES, out, o + LANES);
        int at = from;
        for (int i = 0; i < inputs; i++) {
            a0 = add(a0, FloatVector.fromArray(SPECIES, panels, at), x[i]);
            a1 = add(a1, FloatVector.fromArray(SPECIES, panels, at + LANES), x[i]);
            at += PANEL;
        }
        a0.intoArray(out, o);
        a1.intoArray(out, o + LANES);
    }

    private static FloatVector add(FloatVector sum, FloatVector weights, float input) {
        return FloatVector.broadcast(SPECIES, input).fma(weights, sum);
    }
}
