package io.sensieve.streams.reconstruct;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.topic.WireFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current record of one layout with its reduced and reconstructed values. Carries the selection, so that
 * later steps of the topology use the same version. Mutable: a task has one buffer for each active selection and sets
 * each record in turn. Used by the task's thread only.
 */
public final class ProjectionBuffer {
    private final LoadedSelection selection;
    private final String layout;
    private final int[] channels;
    private final OutputEncoder encoder;
    private final ReconstructionScheduler scheduler;
    private final float[] values;
    private @Nullable SensorRecordView record;

    /**
     * Creates a buffer without a record.
     *
     * @param format wire format of the output topics
     * @param polled polled records of the task's partition
     * @param dispatcher dispatcher of these records
     * @param written whether reconstructions are encoded
     */
    ProjectionBuffer(
            LoadedSelection selection,
            WireFormat format,
            PrefetchPool prefetch,
            PolledPartition polled,
            PrefetchDispatcher dispatcher,
            boolean written) {
        this.selection = selection;
        layout = selection.selection().getLayout();
        channels = selection.model().channels();
        encoder = OutputEncoder.of(format, layout, selection.version());
        values = new float[selection.channelCount()];
        scheduler = new ReconstructionScheduler(
                selection, format.records(), prefetch, polled, dispatcher, written ? encoder : null);
    }

    /** Sets the current record, which has D values. */
    public void setRecord(SensorRecordView next) {
        record = next;
    }

    /** Encodes the K selected values as a {@code ReducedRecord}. */
    public byte[] encodeReduced() {
        return encoder.reduced(record(), channels);
    }

    ReconstructionScheduler scheduler() {
        return scheduler;
    }

    /** Reconstructs the current record, unless it was prefetched, and measures its error. */
    public void reconstruct() {
        scheduler.reconstruct(record());
    }

    /** The encoded {@code Reconstruction} of the current record, if reconstructions are written. */
    byte[] reconstruction() {
        return scheduler.batch().reconstruction(scheduler.index());
    }

    /** The selection of the reduced and reconstructed values. */
    public LoadedSelection selection() {
        return selection;
    }

    /** Layout of the selection. */
    public String layout() {
        return layout;
    }

    /** Event time in milliseconds. */
    public long timestamp() {
        return record().timestamp();
    }

    /** All D values in the channels' own units; NaN for a missing value. */
    public float[] values() {
        record().values(values);
        return values;
    }

    /** The K selected values in the channels' own units. */
    public float[] reduced() {
        return scheduler.batch().reduced(scheduler.index());
    }

    /** The record's normalised error; NaN if all values are missing. */
    public float error() {
        return scheduler.batch().error(scheduler.index());
    }

    /** The D squared errors in scaled units; NaN for a missing value. */
    public float[] squares() {
        return scheduler.batch().squares(scheduler.index());
    }

    /** Number of the D channels whose values are not missing. */
    public int measured() {
        return scheduler.batch().measured(scheduler.index());
    }

    private SensorRecordView record() {
        return Objects.requireNonNull(record, "setRecord must be called first");
    }
}
