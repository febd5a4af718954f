package io.sensieve.codec;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;

/** Converts between {@code List<Float>} of Avro and {@code float[]}, without boxing when it reads Avro's arrays. */
public final class Floats {
    private Floats() {}

    /** Returns a view of {@code values}: later changes of the array are visible in it. */
    public static List<Float> view(float[] values) {
        return new View(values);
    }

    /** Copies {@code values} to an array. */
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
