package io.sensieve.benchmarks.jmh;

import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A record cut to its chosen channels as anyone would write it: generated classes, Avro's own decoder and encoder. */
final class StockAvro {
    private final int[] channels;
    private final int version;

    StockAvro(int[] channels, int version) {
        this.channels = channels;
        this.version = version;
    }

    /** A reduced record's bytes from a record's. */
    byte[] reduce(byte[] bytes) {
        try {
            SensorRecord record = SensorRecord.getDecoder().decode(bytes);
            List<Float> chosen = new ArrayList<>(channels.length);
            for (int channel : channels) {
                chosen.add(record.getValues().get(channel));
            }
            ByteBuffer encoded =
                    new ReducedRecord(record.getLayout(), version, record.getTimestamp(), chosen).toByteBuffer();
            byte[] reduced = new byte[encoded.remaining()];
            encoded.get(reduced);
            return reduced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
