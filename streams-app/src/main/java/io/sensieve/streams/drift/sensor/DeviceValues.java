package io.sensieve.streams.drift.sensor;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The chosen values of the latest record that was looked at, of each of the {@value #DEVICES_MAX} devices seen last.
 */
public final class DeviceValues {
    private static final int DEVICES_MAX = 1_000;

    private final Map<ByteBuffer, Previous> devices = BoundedMap.leastRecentlyUsed(DEVICES_MAX);

    /** A device's chosen values. */
    public static final class Previous {
        private final LoadedSelection selection;
        private final float[] values;
        private boolean known;

        Previous(LoadedSelection selection) {
            this.selection = selection;
            this.values = new float[selection.selectedCount()];
        }

        boolean known() {
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

    /** What is known of a device; nothing of its records of another layout or selection. */
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
