package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.MissingValues;
import io.sensieve.streams.state.FaultCodeCount;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds fault codes in the records of one task, and treats them as missing. A fault code is a value such as -200 that
 * stands for a failed measurement: it repeats exactly, and lies outside of the range of the reference by more than the
 * width of the range. A value that the selection marks as missing is none. Only channels whose values rarely repeat are
 * examined, because a set point or a counter of events may take any value.
 */
public final class FaultCodes {
    /** Fewest equal values: measured values of a continuous channel do not repeat exactly. */
    static final long EQUAL_MIN = 3;

    /** Smallest share of the values far outside that are equal. */
    static final double EQUAL_SHARE = 0.9;

    private static final float REPEATED_MAX = 0.1f;

    private final float[] farBelow;
    private final float[] farAbove;
    private final float[] values;
    private final long[] counts;
    private final long[] others;
    private final long[] newCounts;
    private final long[] newOthers;
    private final boolean[] selected;
    private final MissingValues known;
    private boolean any;

    public FaultCodes(LoadedSelection selection) {
        int channels = selection.channelCount();
        farBelow = new float[channels];
        farAbove = new float[channels];
        values = new float[channels];
        counts = new long[channels];
        others = new long[channels];
        newCounts = new long[channels];
        newOthers = new long[channels];
        selected = new boolean[channels];
        known = selection.missingValues();
        for (int channel : selection.model().channels()) {
            selected[channel] = true;
        }
        setBounds(selection.selection().getReference());
    }

    private void setBounds(ReferenceProfile reference) {
        float[] lowest = Floats.array(reference.getLowest());
        float[] highest = Floats.array(reference.getHighest());
        float[] repeated = Floats.array(reference.getRepeatedShare());
        boolean known = lowest.length > 0 && repeated.length > 0;
        for (int i = 0; i < farBelow.length; i++) {
            boolean examined = known && repeated[i] < REPEATED_MAX && lowest[i] < highest[i];
            farBelow[i] = examined ? 2 * lowest[i] - highest[i] : Float.NEGATIVE_INFINITY;
            farAbove[i] = examined ? 2 * highest[i] - lowest[i] : Float.POSITIVE_INFINITY;
        }
    }

    /** Examines the D values of a sampled record. */
    public void sample(float[] record) {
        for (int i = 0; i < record.length; i++) {
            if ((record[i] < farBelow[i] || record[i] > farAbove[i]) && !known.isMissing(i, record[i])) {
                count(i, record[i]);
            }
        }
    }

    private void count(int channel, float value) {
        if (counts[channel] > 0 && value == values[channel]) {
            counts[channel]++;
            newCounts[channel]++;
            any |= isCode(counts[channel], others[channel]);
        } else if (counts[channel] > others[channel]) {
            others[channel]++;
            newOthers[channel]++;
        } else {
            values[channel] = value;
            newOthers[channel] += newCounts[channel];
            counts[channel] = 1;
            newCounts[channel] = 1;
            others[channel] = 0;
        }
    }

    static boolean isCode(long equal, long others) {
        return equal >= EQUAL_MIN && equal >= EQUAL_SHARE * (equal + others);
    }

    /** Whether a selected channel of the record has a fault code, so that the record cannot be reconstructed. */
    public boolean isInSelected(float[] record) {
        for (int i = 0; any && i < record.length; i++) {
            if (selected[i] && isCode(i, record[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Marks the squared errors of fault codes as missing.
     *
     * @param record D values
     * @param squares D squared errors, which the method changes
     * @return number of marked values
     */
    public int mask(float[] record, float[] squares) {
        int masked = 0;
        for (int i = 0; any && i < record.length; i++) {
            if (isCode(i, record[i])) {
                squares[i] = Float.NaN;
                masked++;
            }
        }
        return masked;
    }

    /** Whether a fault code was found, so that records must be examined for it. */
    public boolean any() {
        return any;
    }

    private boolean isCode(int channel, float value) {
        return value == values[channel] && isCode(counts[channel], others[channel]);
    }

    /** Returns the counts since the latest call, for channels that have any. */
    public List<FaultCodeCount> take() {
        List<FaultCodeCount> taken = new ArrayList<>();
        for (int i = 0; i < newCounts.length; i++) {
            if (newCounts[i] + newOthers[i] > 0) {
                taken.add(new FaultCodeCount(i, values[i], newCounts[i], newOthers[i]));
                newCounts[i] = 0;
                newOthers[i] = 0;
            }
        }
        return taken;
    }
}
