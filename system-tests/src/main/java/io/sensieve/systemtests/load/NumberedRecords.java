package io.sensieve.systemtests.load;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Generates numbered records: channel 0 is the number of the record, from 0; the {@value #D} - 1 other channels are
 * noise, partly missing, that is a function of device and number. Device and number therefore determine the record.
 */
public final class NumberedRecords {
    public static final String LAYOUT = "torture";
    public static final int D = 24;

    /** Numbers below this limit are exact as a float. */
    public static final int NUMBERS = 1 << 24;

    private static final String DEVICE = "device-";
    private static final double MISSING = 0.02;
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);

    private NumberedRecords() {}

    /** Id of a device, which is the key of its records. */
    public static String id(int device) {
        return DEVICE + device;
    }

    /** Number of the device with an id. */
    public static int device(String id) {
        return Integer.parseInt(id.substring(DEVICE.length()));
    }

    /** The D values of a record. */
    public static float[] row(int device, int number) {
        SplittableRandom random = new SplittableRandom(((long) device << Integer.SIZE) + number);
        float[] row = new float[D];
        row[0] = number;
        for (int c = 1; c < D; c++) {
            row[c] = random.nextDouble() < MISSING ? Float.NaN : (float) random.nextDouble();
        }
        return row;
    }

    /** The bytes of a record. */
    static byte[] bytes(String layout, Instant time, float[] values) {
        return CODEC.encode(new SensorRecord(layout, time, null, Floats.view(values)));
    }
}
