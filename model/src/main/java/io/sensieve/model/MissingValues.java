package io.sensieve.model;

import io.sensieve.MissingValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Values that stand for a missing one, for example -200: a value of their channel that is exactly equal counts as
 * missing. Immutable.
 */
public final class MissingValues {
    /** No values. */
    public static final MissingValues NONE = of(List.of());

    /** Ascending. */
    private final int[] channels;

    private final float[] values;
    /** For each channel up to the last that has a value the position of its first value, and the end. */
    private final int[] first;

    private MissingValues(int[] channels, float[] values) {
        this.channels = channels;
        this.values = values;
        int last = channels.length == 0 ? -1 : channels[channels.length - 1];
        this.first = new int[last + 2];
        for (int channel : channels) {
            first[channel + 1]++;
        }
        Arrays.parallelPrefix(first, Integer::sum);
    }

    /** Creates the values that a selection lists. */
    public static MissingValues of(List<MissingValue> listed) {
        List<MissingValue> sorted = listed.stream()
                .sorted(Comparator.comparingInt(MissingValue::getIndex))
                .toList();
        float[] values = new float[sorted.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sorted.get(i).getValue();
        }
        return new MissingValues(
                sorted.stream().mapToInt(MissingValue::getIndex).toArray(), values);
    }

    /** The values of some channels, each under its position in {@code selected}. */
    MissingValues of(int[] selected) {
        List<MissingValue> kept = new ArrayList<>();
        for (int position = 0; position < selected.length; position++) {
            int channel = selected[position];
            for (int i = begin(channel); i < begin(channel + 1); i++) {
                kept.add(new MissingValue(position, values[i]));
            }
        }
        return of(kept);
    }

    /** Position of a channel's first value. */
    private int begin(int channel) {
        return first[Math.min(channel, first.length - 1)];
    }

    /** Whether there are no values. */
    public boolean isEmpty() {
        return channels.length == 0;
    }

    /** Whether a value of a channel stands for a missing one. */
    public boolean isMissing(int channel, float value) {
        for (int i = begin(channel); i < begin(channel + 1); i++) {
            if (values[i] == value) {
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
