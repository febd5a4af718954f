package io.sensieve.codec;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;

/** Bridges Avro's {@code List<Float>} and {@code float[]} without a box for each value on the way in. */
public final class Floats {
    private Floats() {}

    /** A view of {@code values}: later changes to the array show through. */
    public static List<Float> view(float[] values) {
        return new View(values);
    }

    /** A copy of {@code values}. */
    public static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        if (values instanceof FloatArray primitive) {
            for (int i = 0; i < array.length; i++) {
                array[i] = primitive.getFloat(i);
            }
        } else {
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i);
            }
        }
        return array;
    }

    private static final class View extends AbstractList<Float> implements RandomAccess {
        private final float[] values;

        View(float[] values) {
            this.values = values;
        }

        @Override
        public Float get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
