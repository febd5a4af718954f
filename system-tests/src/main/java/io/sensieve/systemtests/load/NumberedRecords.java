package io.sensieve.systemtests.load;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Devices that number their records: channel 0 is the number, from 0; the {@value #D} - 1 others are noise that device
 * and number decide, some of it missing. So whoever knows device and number knows the record.
 */
public final class NumberedRecords {
    public static final String LAYOUT = "torture";
    public static final int D = 24;

    /** Numbers up to here are exact as a float. */
    public static final int NUMBERS = 1 << 24;

    private static final String DEVICE = "device-";
    private static final double MISSING = 0.02;
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);

    private NumberedRecords() {}

    /** The device's id: the key of its records. */
    public static String id(int device) {
        return DEVICE + device;
    }

    /** The device of an id. */
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

    /** A record as it travels. */
    static byte[] bytes(String layout, Instant time, float[] values) {
        return CODEC.encode(new SensorRecord(layout, time, null, Floats.view(values)));
    }
}
