package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.model.LoadedSelection;
import java.util.Arrays;
import java.util.List;

/**
 * Counts repeated values and values outside the reference range in a sample of one task's records: of the records of a
 * partial sum the first {@value #ALL}, then one in {@value #ONE_IN}.
 */
public final class SensorSample {
    private static final int ALL = 64;
    private static final int ONE_IN = 16;

    private final float[] lowest;
    private final float[] highest;
    private final float[] rangeStart;
    private final float[] rangeEnd;
    private final long[] repeatedCounts;
    private final long[] outsideCounts;
    private long sampledRecords;
    private long comparedRecords;

    public SensorSample(LoadedSelection selection) {
        lowest = new float[selection.channelCount()];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        highest = new float[lowest.length];
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        ReferenceProfile reference = selection.selection().getReference();
        int[] channels = selection.model().channels();
        rangeStart = ofSelected(reference.getLowest(), channels);
        rangeEnd = ofSelected(reference.getHighest(), channels);
        repeatedCounts = new long[channels.length];
        outsideCounts = new long[channels.length];
    }

    private static float[] ofSelected(List<Float> values, int[] channels) {
        float[] selected = new float[channels.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = values.isEmpty() ? Float.NaN : values.get(channels[i]);
        }
        return selected;
    }

    /** Whether the record with that number, from 1, belongs to the sample. */
    public static boolean wants(long number) {
        return number <= ALL || number % ONE_IN == 0;
    }

    /**
     * Adds a record.
     *
     * @param values D values
     * @param reduced K selected values
     * @param previous selected values of an earlier record of the same device, which {@code reduced} replaces
     */
    public void add(float[] values, float[] reduced, DeviceValues.Previous previous) {
        sampledRecords++;
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
            if (value < rangeStart[i] || value > rangeEnd[i]) {
                outsideCounts[i]++;
            }
        }
        if (previous.isKnown()) {
            comparedRecords++;
            for (int i = 0; i < reduced.length; i++) {
                if (reduced[i] == previous.values()[i]) {
                    repeatedCounts[i]++;
                }
            }
        }
        previous.replace(reduced);
    }

    public long sampledRecords() {
        return sampledRecords;
    }

    /** Sampled records with a known earlier record of the same device. */
    public long comparedRecords() {
        return comparedRecords;
    }

    /** For each selected channel: values that equal the device's earlier value. */
    public long[] repeatedCounts() {
        return repeatedCounts;
    }

    /** For each selected channel: values outside the range of the reference. */
    public long[] outsideCounts() {
        return outsideCounts;
    }

    /** Smallest value of each of the D channels; positive infinity if all are missing. */
    public float[] lowest() {
        return lowest;
    }

    /** Largest value of each of the D channels; negative infinity if all are missing. */
    public float[] highest() {
        return highest;
    }
}
