package io.sensieve.model;

import io.sensieve.MissingValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values that stand for a missing one, for example -200: a value of their channel that is exactly equal counts as
 * missing. Immutable.
 */
public final class MissingValues {
    /** No values. */
    public static final MissingValues NONE = new MissingValues(new int[0], new float[0]);

    private final int[] channels;
    private final float[] values;

    private MissingValues(int[] channels, float[] values) {
        this.channels = channels;
        this.values = values;
    }

    /** Creates the values that a selection lists. */
    public static MissingValues of(List<MissingValue> listed) {
        float[] values = new float[listed.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = listed.get(i).getValue();
        }
        return new MissingValues(
                listed.stream().mapToInt(MissingValue::getIndex).toArray(), values);
    }

    /** The values of some channels, each under its position in {@code selected}. */
    MissingValues of(int[] selected) {
        int[] entries = IntStream.range(0, channels.length)
                .filter(i -> position(selected, channels[i]) >= 0)
                .toArray();
        float[] kept = new float[entries.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[entries[i]];
        }
        return new MissingValues(
                IntStream.of(entries).map(i -> position(selected, channels[i])).toArray(), kept);
    }

    private static int position(int[] selected, int channel) {
        return IntStream.range(0, selected.length)
                .filter(i -> selected[i] == channel)
                .findFirst()
                .orElse(-1);
    }

    /** Whether there are no values. */
    public boolean isEmpty() {
        return channels.length == 0;
    }

    /** Whether a value of a channel stands for a missing one. */
    public boolean isMissing(int channel, float value) {
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] == channel && values[i] == value) {
                return true;
            }
        }
        return false;
    }

    /** Replaces the values in a record by NaN. */
    public void mask(float[] record) {
        for (int i = 0; i < channels.length; i++) {
            if (record[channels[i]] == values[i]) {
                record[channels[i]] = Float.NaN;
            }
        }
    }

    /**
     * Finds the values in a record.
     *
     * @param found receives for each channel whether its value stands for a missing one
     * @return whether any does
     */
    boolean find(float[] record, boolean[] found) {
        Arrays.fill(found, false);
        boolean any = false;
        for (int i = 0; i < channels.length; i++) {
            boolean equal = record[channels[i]] == values[i];
            found[channels[i]] |= equal;
            any |= equal;
        }
        return any;
    }

    /** The record itself if it has none of the values, else a copy with NaN in their place. */
    public float[] masked(float[] record) {
        for (int i = 0; i < channels.length; i++) {
            if (record[channels[i]] == values[i]) {
                float[] masked = Arrays.copyOf(record, record.length);
                mask(masked);
                return masked;
            }
        }
        return record;
    }
}
