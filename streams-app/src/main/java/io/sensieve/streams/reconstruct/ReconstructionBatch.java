package io.sensieve.streams.reconstruct;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one layout that one selection has rebuilt together, and the error of each. Holds its own buffers; used by
 * one thread at a time.
 */
final class ReconstructionBatch {
    /** A multiple of six: so many share each weight that is read. */
    private static final int RECORDS_MAX = 60;
    /** Floats of each of the buffers, unless a single record has more. */
    private static final int FLOATS_MAX = 65_536;

    private final LoadedSelection selection;
    private final int[] channels;
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
    private final List<ConsumerRecord<byte[], byte[]>> chosen = new ArrayList<>();
    private int count;

    /**
     * An empty one.
     *
     * @param codec tells which polled records can be read where they lie
     * @param most most records that it holds
     * @param encoder writes each rebuilt record; null where they are not wanted
     */
    ReconstructionBatch(
            LoadedSelection selection, AvroCodec<SensorRecord> codec, int most, @Nullable OutputEncoder encoder) {
        this.selection = selection;
        this.channels = selection.model().channels();
        this.view = new SensorRecordView(codec);
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

    /** How many records of D channels are rebuilt at once. */
    static int together(int channels) {
        return Math.max(1, Math.min(RECORDS_MAX, FLOATS_MAX / channels));
    }

    /** Lets go of what is there, the records' bytes included: the next ones may be long in coming. */
    void clear() {
        chosen.clear();
        Arrays.fill(records, null);
        Arrays.fill(reconstructions, null);
        count = 0;
    }

    /** Chooses a polled record to be rebuilt, one of D values that follows those that were chosen. */
    void choose(ConsumerRecord<byte[], byte[]> record) {
        chosen.add(record);
    }

    /** Whether it has as many as it may hold. */
    boolean full() {
        return chosen.size() == records.length;
    }

    /** Whether a polled record of this offset would be among those that were chosen. */
    boolean covers(long offset) {
        return !chosen.isEmpty()
                && begin() <= offset
                && offset <= chosen.get(chosen.size() - 1).offset();
    }

    /** The offset of the first chosen record. */
    long begin() {
        return chosen.get(0).offset();
    }

    /** Rebuilds the chosen records. */
    void rebuild() {
        for (ConsumerRecord<byte[], byte[]> record : chosen) {
            if (view.readInPlace(record.value())) {
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
        Reconstructor reconstructor = selection.borrowReconstructor(together(squares[0].length));
        reconstructor.rebuild(reduced, count);
        for (int i = 0; i < count; i++) {
            reconstructor.rebuilt(i, rebuilt);
            errors[i] = reconstructor.error(squares[i], rebuilt, squares[i]);
            measured[i] = reconstructor.measured();
            if (encoder != null) {
                reconstructions[i] = encoder.reconstruction(timestamps[i], errors[i], rebuilt);
            }
        }
        selection.giveBack(reconstructor);
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
