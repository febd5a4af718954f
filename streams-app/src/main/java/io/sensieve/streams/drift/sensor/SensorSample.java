package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.model.LoadedSelection;
import java.util.Arrays;
import java.util.List;

/**
 * What a task's records say of the sensors. Of the records of a partial sum the first {@value #ALL} are looked at, then
 * one in {@value #ONE_IN}.
 */
public final class SensorSample {
    private static final int ALL = 64;
    private static final int ONE_IN = 16;

    private final float[] lowest;
    private final float[] highest;
    private final float[] from;
    private final float[] to;
    private final long[] repeated;
    private final long[] outside;
    private long sampled;
    private long compared;

    public SensorSample(LoadedSelection selection) {
        lowest = new float[selection.channelCount()];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        highest = new float[lowest.length];
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        ReferenceProfile reference = selection.selection().getReference();
        int[] channels = selection.model().channels();
        from = chosen(reference.getLowest(), channels);
        to = chosen(reference.getHighest(), channels);
        repeated = new long[channels.length];
        outside = new long[channels.length];
    }

    private static float[] chosen(List<Float> values, int[] channels) {
        float[] chosen = new float[channels.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = values.isEmpty() ? Float.NaN : values.get(channels[i]);
        }
        return chosen;
    }

    /** Whether the record of that number, from 1, is to be added. */
    public static boolean wants(long number) {
        return number <= ALL || number % ONE_IN == 0;
    }

    /**
     * Adds a record.
     *
     * @param values D
     * @param reduced the K chosen of them
     * @param previous those of an earlier record of the same device, which these replace
     */
    public void add(float[] values, float[] reduced, DeviceValues.Previous previous) {
        sampled++;
        for (int i = 0; i < lowest.length; i++) {
            float value = values[i];
            if (value < lowest[i]) {
                lowest[i] = value;
            }
            if (value > highest[i]) {
                highest[i] = value;
            }
        }
        for (int i = 0; i < reduced.length; i++) {
            float value = reduced[i];
            if (value < from[i] || value > to[i]) {
                outside[i]++;
            }
        }
        if (previous.known()) {
            compared++;
            for (int i = 0; i < reduced.length; i++) {
                if (reduced[i] == previous.values()[i]) {
                    repeated[i]++;
                }
            }
        }
        previous.replace(reduced);
    }

    public long sampled() {
        return sampled;
    }

    public long compared() {
        return compared;
    }

    public long[] repeated() {
        return repeated;
    }

    public long[] outside() {
        return outside;
    }

    public float[] lowest() {
        return lowest;
    }

    public float[] highest() {
        return highest;
    }
}
