package io.sensieve.trainer.window;

import io.sensieve.collection.BoundedMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises rows of an outage, which say nothing about the relations between channels: most of the channels that
 * usually have values are missing or exactly 0, or most of those that usually vary stand still for several rows.
 *
 * <p>What is usual is an exponential average over the accepted rows. If outage rows outnumber the others by the
 * window's capacity, they are the new normal.
 */
final class OutageFilter {
    private static final int DEVICES = 64;

    /** Rows after which the averages are known. */
    private static final int SETTLING_ROWS = 50;

    /** Rows in a row in which most channels repeat their value. */
    private static final int FROZEN_ROWS = 3;

    private static final float WEIGHT = 1 / 128f;

    private final int patience;
    private final float[] blank;
    private final float[] repeated;
    private final Map<Integer, Previous> devices = BoundedMap.leastRecentlyUsed(DEVICES);
    private int accepted;
    private int votes;

    /** The last row of a device, and in how many rows up to it most channels stood still. */
    private record Previous(float[] values, int standing) {}

    /**
     * Creates a filter that accepts the first rows.
     *
     * @param channels D
     * @param patience rows by which an outage must outnumber the others to be the new normal
     */
    OutageFilter(int channels, int patience) {
        this.patience = patience;
        this.blank = new float[channels];
        this.repeated = new float[channels];
    }

    /**
     * Returns whether the row is of an outage.
     *
     * @param device hash of the device's id
     * @param values D values; NaN is missing
     */
    boolean isOutage(int device, float[] values) {
        Previous previous = devices.get(device);
        int standing = previous != null && standsStill(values, previous.values()) ? previous.standing() + 1 : 0;
        devices.put(device, new Previous(values, standing));
        boolean settled = accepted >= SETTLING_ROWS;
        if (settled && (isBlank(values) || standing >= FROZEN_ROWS)) {
            votes++;
            if (votes < patience) {
                return true;
            }
            accepted = 0;
        }
        votes = Math.max(0, votes - 1);
        learn(values, previous);
        return false;
    }

    private void learn(float[] values, @Nullable Previous previous) {
        accepted++;
        float weight = Math.max(WEIGHT, 1f / accepted);
        for (int c = 0; c < values.length; c++) {
            blank[c] += weight * ((isBlank(values[c]) ? 1 : 0) - blank[c]);
            if (previous != null) {
                repeated[c] += weight * ((values[c] == previous.values()[c] ? 1 : 0) - repeated[c]);
            }
        }
    }

    private boolean isBlank(float[] values) {
        int usual = 0;
        int blanks = 0;
        for (int c = 0; c < values.length; c++) {
            if (blank[c] < 0.5f) {
                usual++;
                blanks += isBlank(values[c]) ? 1 : 0;
            }
        }
        return 2 * blanks > usual;
    }

    private boolean standsStill(float[] values, float[] before) {
        int varying = 0;
        int same = 0;
        for (int c = 0; c < values.length; c++) {
            if (repeated[c] < 0.5f && blank[c] < 0.5f) {
                varying++;
                same += values[c] == before[c] ? 1 : 0;
            }
        }
        return 2 * same > varying;
    }

    private static boolean isBlank(float value) {
        return Float.isNaN(value) || value == 0;
    }
}
