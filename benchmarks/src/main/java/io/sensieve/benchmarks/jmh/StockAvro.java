package io.sensieve.benchmarks.jmh;

import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reduces the bytes of a record with the generated Avro classes and Avro's own decoder and encoder. */
final class StockAvro {
    private final int[] channels;
    private final int version;

    StockAvro(int[] channels, int version) {
        this.channels = channels;
        this.version = version;
    }

    /** Returns the bytes of the reduced record. */
    byte[] reduce(byte[] bytes) {
        try {
            SensorRecord record = SensorRecord.getDecoder().decode(bytes);
            List<Float> selected = new ArrayList<>(channels.length);
            for (int channel : channels) {
                selected.add(record.getValues().get(channel));
            }
            ByteBuffer encoded =
                    new ReducedRecord(record.getLayout(), version, record.getTimestamp(), selected).toByteBuffer();
            byte[] reduced = new byte[encoded.remaining()];
            encoded.get(reduced);
            return reduced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
