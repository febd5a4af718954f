package io.sensieve.streams.drift.sensor;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Holds the selected values of the latest sampled record of each device, for the {@value #DEVICES_MAX} devices seen
 * last.
 */
public final class DeviceValues {
    private static final int DEVICES_MAX = 1_000;

    private final Map<ByteBuffer, Previous> devices = BoundedMap.leastRecentlyUsed(DEVICES_MAX);

    /** The selected values of a device's latest sampled record, if there was one. */
    public static final class Previous {
        private final LoadedSelection selection;
        private final float[] values;
        private boolean known;

        Previous(LoadedSelection selection) {
            this.selection = selection;
            this.values = new float[selection.selectedCount()];
        }

        boolean isKnown() {
            return known;
        }

        float[] values() {
            return values;
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
