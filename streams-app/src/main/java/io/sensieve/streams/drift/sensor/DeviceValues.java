package io.sensieve.streams.drift.sensor;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Holds the selected values of the latest record and of the latest sampled record of each device, for the
 * {@value #DEVICES_MAX} devices seen last.
 */
public final class DeviceValues {
    private static final int DEVICES_MAX = 1_000;

    private final Map<ByteBuffer, Previous> devices = BoundedMap.leastRecentlyUsed(DEVICES_MAX);

    /** The selected values of a device's latest record and of its latest sampled record, if there were any. */
    public static final class Previous {
        private final LoadedSelection selection;
        private final float[] values;
        private final float[] latest;
        private boolean known;

        Previous(LoadedSelection selection) {
            this.selection = selection;
            this.values = new float[selection.selectedCount()];
            this.latest = new float[selection.selectedCount()];
            Arrays.fill(latest, Float.NaN);
        }

        boolean isKnown() {
            return known;
        }

        float[] values() {
            return values;
        }

        /** Counts the values that equal those of the latest record, which {@code next} replaces. */
        int countRepeated(float[] next, boolean[] counted) {
            int repeated = 0;
            for (int i = 0; i < next.length; i++) {
                if (counted[i] && next[i] == latest[i]) {
                    repeated++;
                }
                latest[i] = next[i];
            }
            return repeated;
        }

        void replace(float[] next) {
            System.arraycopy(next, 0, values, 0, values.length);
            known = true;
        }
    }

    /** The previous values of a device; unknown if its earlier records had another layout or selection. */
    public Previous of(byte[] device, LoadedSelection selection) {
        ByteBuffer key = ByteBuffer.wrap(device);
        Previous previous = devices.get(key);
        if (previous == null || previous.selection != selection) {
            previous = new Previous(selection);
            devices.put(key, previous);
        }
        return previous;
    }
}
