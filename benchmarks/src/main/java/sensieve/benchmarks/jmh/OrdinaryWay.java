package sensieve.benchmarks.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sensieve.ReducedRecord;
import sensieve.SensorRecord;

/** A record cut to its chosen channels as anyone would write it: generated classes, Avro's own decoder and encoder. */
final class OrdinaryWay {
    private final int[] channels;
    private final int version;

    OrdinaryWay(int[] channels, int version) {
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
