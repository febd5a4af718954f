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
 * Reconstructs records of one layout together, and measures the error of each. Holds its own arrays and reuses them for
 * the next records. Used by one thread at a time.
 */
final class ReconstructionBatch {
    /** A multiple of six, because six records share each weight that the decoder reads. */
    private static final int RECORDS_MAX = 60;
    /** Maximum floats of each array, unless a single record has more. */
    private static final int FLOATS_MAX = 65_536;

    private final LoadedSelection selection;
    private final int[] channels;
    private final @Nullable OutputEncoder encoder;
    private final SensorRecordView view;
    private final byte[][] records;
    private final long[] timestamps;
    private final float[][] reduced;
    /** First the D values of each record, then its D squared errors in scaled units. */
    private final float[][] squares;

    private final float[] reconstructed;
    private final float[] errors;
    private final int[] measured;
    private final byte[][] reconstructions;
    private final List<ConsumerRecord<byte[], byte[]>> added = new ArrayList<>();
    private int count;

    /**
     * Creates an empty batch.
     *
     * @param codec codec of the polled records
     * @param most maximum number of records
     * @param encoder encodes each reconstruction; null if reconstructions are not written
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
        this.reconstructed = new float[selection.channelCount()];
        this.errors = new float[most];
        this.measured = new int[most];
        this.reconstructions = new byte[most][];
    }

    /** Maximum number of records of D channels in a batch. */
    static int capacity(int channels) {
        return Math.max(1, Math.min(RECORDS_MAX, FLOATS_MAX / channels));
    }

    /** Removes all records and releases their bytes, because the next records may take long to arrive. */
    void clear() {
        added.clear();
        Arrays.fill(records, null);
        Arrays.fill(reconstructions, null);
        count = 0;
    }

    /** Adds a polled record of D values, which follows the records that were added before. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        added.add(record);
    }

    /** Whether the maximum number of records was added. */
    boolean isFull() {
        return added.size() == records.length;
    }

    /** Whether an offset is between those of the first and the last added record. */
    boolean covers(long offset) {
        return !added.isEmpty()
                && firstOffset() <= offset
                && offset <= added.get(added.size() - 1).offset();
    }

    /** Offset of the first added record. */
    long firstOffset() {
        return added.get(0).offset();
    }

    /** Reconstructs the added records. */
    void reconstruct() {
        for (ConsumerRecord<byte[], byte[]> record : added) {
            if (view.readInPlace(record.value())) {
                append(view);
            }
        }
        reconstructAll();
    }

    /** Reconstructs a single record and replaces the records of the batch. */
    void reconstruct(SensorRecordView record) {
        count = 0;
        append(record);
        reconstructAll();
    }

    private void append(SensorRecordView record) {
        records[count] = record.bytes();
        timestamps[count] = record.timestamp();
        float[] values = squares[count];
        record.values(values);
        for (int i = 0; i < channels.length; i++) {
            reduced[count][i] = values[channels[i]];
        }
        count++;
    }

    private void reconstructAll() {
        Reconstructor reconstructor = selection.borrowReconstructor(capacity(squares[0].length));
        reconstructor.reconstruct(reduced, count);
        for (int i = 0; i < count; i++) {
            reconstructor.copyReconstruction(i, reconstructed);
            errors[i] = reconstructor.error(squares[i], reconstructed, squares[i]);
            measured[i] = reconstructor.measured();
            if (encoder != null) {
                reconstructions[i] = encoder.reconstruction(timestamps[i], errors[i], reconstructed);
            }
        }
        selection.returnReconstructor(reconstructor);
    }

    /** Index, at least {@code from}, of the record whose bytes are this same array; -1 if there is none. */
    @SuppressWarnings("ReferenceEquality")
    int indexOf(byte[] record, int from) {
        for (int i = from; i < count; i++) {
            if (records[i] == record) {
                return i;
            }
        }
        return -1;
    }

    /** The K selected values of a record in the channels' own units. */
    float[] reduced(int record) {
        return reduced[record];
    }

    /** Normalised error of a record; NaN if all its values are missing. */
    float error(int record) {
        return errors[record];
    }

    /** The D squared errors of a record in scaled units; NaN for a missing value. */
    float[] squares(int record) {
        return squares[record];
    }

    /** Number of channels of a record whose values are not missing. */
    int measured(int record) {
        return measured[record];
    }

    /** Encoded {@code Reconstruction} of a record. */
    byte[] reconstruction(int record) {
        return reconstructions[record];
    }
}
