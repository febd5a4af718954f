package sensieve.streams.record;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.OutputEncoder;
import sensieve.codec.SensorRecordView;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/**
 * Records of one layout that one selection has rebuilt together, and the error of each. Holds its own buffers; used by
 * one thread at a time.
 */
final class RebuiltBatch {
    private final String layout;
    private final int[] channels;
    private final Reconstructor reconstructor;
    private final @Nullable OutputEncoder encoder;
    private final SensorRecordView view;
    private final byte[][] records;
    private final long[] timestamps;
    private final float[][] reduced;
    /** A record's D values, and then their squared scaled differences. */
    private final float[][] squares;

    private final float[] rebuilt;
    private final float[] errors;
    private final int[] measured;
    private final byte[][] reconstructions;
    private List<ConsumerRecord<byte[], byte[]>> chosen = List.of();
    private int count;

    /**
     * An empty one.
     *
     * @param codec tells which polled records can be read where they lie
     * @param reconstructor of as many records at once as the batch may hold
     * @param most how many that is
     * @param encoder writes each rebuilt record; null where they are not wanted
     */
    RebuiltBatch(
            LoadedSelection selection,
            AvroCodec<SensorRecord> codec,
            Reconstructor reconstructor,
            int most,
            @Nullable OutputEncoder encoder) {
        this.layout = selection.selection().getLayout();
        this.channels = selection.model().channels();
        this.view = new SensorRecordView(codec);
        this.reconstructor = reconstructor;
        this.encoder = encoder;
        this.records = new byte[most][];
        this.timestamps = new long[most];
        this.reduced = new float[most][selection.selectedCount()];
        this.squares = new float[most][selection.channelCount()];
        this.rebuilt = new float[selection.channelCount()];
        this.errors = new float[most];
        this.measured = new int[most];
        this.reconstructions = new byte[most][];
    }

    /**
     * Chooses what comes next, instead of what is there.
     *
     * @param polled as they come; of more than the batch may hold the last ones are left to whoever comes upon them
     */
    void choose(List<ConsumerRecord<byte[], byte[]>> polled) {
        chosen = polled;
        count = 0;
    }

    /** Whether a polled record of this offset is among those that were chosen. */
    boolean covers(long offset) {
        return !chosen.isEmpty() && chosen.get(0).offset() <= offset && offset < end();
    }

    /** Share of the chosen records that it holds; 1 where none was chosen. */
    double share() {
        return chosen.isEmpty() ? 1 : (double) count / chosen.size();
    }

    /** The offset behind the last chosen record; 0 where there is none. */
    long end() {
        return chosen.isEmpty() ? 0 : chosen.get(chosen.size() - 1).offset() + 1;
    }

    /**
     * Rebuilds of the chosen records those of the layout, with D values, that can be read where they lie. The others
     * are left to whoever comes upon them.
     */
    void rebuild() {
        for (ConsumerRecord<byte[], byte[]> record : chosen) {
            byte[] value = record.value();
            if (count < records.length
                    && value != null
                    && view.readInPlace(value)
                    && view.layout().equals(layout)
                    && view.length() == squares[count].length) {
                take(view);
            }
        }
        finish();
    }

    /** Rebuilds one record, instead of what is there. */
    void rebuild(SensorRecordView record) {
        count = 0;
        take(record);
        finish();
    }

    private void take(SensorRecordView record) {
        records[count] = record.bytes();
        timestamps[count] = record.timestamp();
        float[] values = squares[count];
        record.values(values);
        for (int i = 0; i < channels.length; i++) {
            reduced[count][i] = values[channels[i]];
        }
        count++;
    }

    private void finish() {
        reconstructor.rebuild(reduced, count);
        for (int i = 0; i < count; i++) {
            reconstructor.rebuilt(i, rebuilt);
            errors[i] = reconstructor.error(squares[i], rebuilt, squares[i]);
            measured[i] = reconstructor.measured();
            if (encoder != null) {
                reconstructions[i] = encoder.reconstruction(timestamps[i], errors[i], rebuilt);
            }
        }
    }

    /** Where a record's bytes, this very array, are in the batch, from a place on; -1 where they are not. */
    @SuppressWarnings("ReferenceEquality")
    int find(byte[] record, int from) {
        for (int i = from; i < count; i++) {
            if (records[i] == record) {
                return i;
            }
        }
        return -1;
    }

    /** The K chosen values of a record in the channels' own units. */
    float[] reduced(int record) {
        return reduced[record];
    }

    /** Its normalised error; NaN where nothing of it was measured. */
    float error(int record) {
        return errors[record];
    }

    /** Its D squared scaled differences; NaN for a channel that is missing. */
    float[] squares(int record) {
        return squares[record];
    }

    /** How many of its channels were measured. */
    int measured(int record) {
        return measured[record];
    }

    /** The bytes of its reconstruction. */
    byte[] reconstruction(int record) {
        return reconstructions[record];
    }
}
