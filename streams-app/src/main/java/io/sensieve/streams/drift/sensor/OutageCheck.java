package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;

/**
 * Recognises records of an outage: a gateway, a bus or the machine is off. Then more than half of the channels that
 * usually have values are missing, or all selected channels that usually vary repeat the device's previous values.
 */
public final class OutageCheck {
    /** Smallest number of repeated channels, because a single one is a stuck sensor. */
    private static final int REPEATED_MIN = 2;

    private static final double HALF = 0.5;

    private final double measuredMin;
    private final boolean[] varies;
    private final int repeatedMin;

    public OutageCheck(LoadedSelection selection) {
        ReferenceProfile reference = selection.selection().getReference();
        double usual = selection.channelCount();
        for (float share : reference.getMissingShare()) {
            usual -= share;
        }
        measuredMin = HALF * usual;
        float[] repeated = Floats.array(reference.getRepeatedShare());
        int[] channels = selection.model().channels();
        varies = new boolean[channels.length];
        int varying = 0;
        for (int i = 0; i < varies.length; i++) {
            varies[i] = repeated.length > 0 && repeated[channels[i]] < HALF;
            varying += varies[i] ? 1 : 0;
        }
        repeatedMin = Math.max(REPEATED_MIN, varying);
    }

    /**
     * Whether a record belongs to an outage.
     *
     * @param measured number of the D channels that have a value
     * @param reduced K selected values
     * @param previous previous values of the same device, which {@code reduced} replaces
     */
    public boolean isOutage(int measured, float[] reduced, DeviceValues.Previous previous) {
        int repeated = previous.countRepeated(reduced, varies);
        return measured < measuredMin || repeated >= repeatedMin;
    }
}
