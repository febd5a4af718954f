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
 * A record, its chosen channels and what is rebuilt from them. The selection that chose them travels along, so that no
 * later step uses another. One for each selection in use in a task, filled anew with each of its records; used by the
 * task's thread only.
 */
public final class ProjectionBuffer {
    private final LoadedSelection selection;
    private final String layout;
    private final int[] channels;
    private final OutputEncoder encoder;
    private final ReconstructionScheduler rebuilding;
    private final float[] values;
    private @Nullable SensorRecordView taken;

    /**
     * Makes one.
     *
     * @param format of the topics
     * @param polled of the task's partition
     * @param routing of what is polled there
     * @param written whether the bytes of reconstructions are wanted
     */
    ProjectionBuffer(
            LoadedSelection selection,
            WireFormat format,
            PrefetchPool ahead,
            PolledPartition polled,
            PrefetchDispatcher routing,
            boolean written) {
        this.selection = selection;
        layout = selection.selection().getLayout();
        channels = selection.model().channels();
        encoder = OutputEncoder.of(format, layout, selection.version());
        values = new float[selection.channelCount()];
        rebuilding = new ReconstructionScheduler(
                selection, format.records(), ahead, polled, routing, written ? encoder : null);
    }

    /** Takes the next record, of D values. */
    public void take(SensorRecordView record) {
        taken = record;
    }

    /** The reduced record's bytes. */
    public byte[] reduce() {
        return encoder.reduced(taken(), channels);
    }

    /** What rebuilds the records. */
    ReconstructionScheduler rebuilding() {
        return rebuilding;
    }

    /** Runs the decoder and measures the error. */
    public void rebuild() {
        rebuilding.rebuild(taken());
    }

    /** The rebuilt record's bytes, where they are wanted. */
    byte[] reconstruction() {
        return rebuilding.batch().reconstruction(rebuilding.place());
    }

    /** The selection that made all this. */
    public LoadedSelection selection() {
        return selection;
    }

    /** The selection's layout. */
    public String layout() {
        return layout;
    }

    /** Event time in milliseconds. */
    public long timestamp() {
        return taken().timestamp();
    }

    /** All D values in the channels' own units; NaN for a missing one. */
    public float[] values() {
        taken().values(values);
        return values;
    }

    /** The K chosen values in the channels' own units. */
    public float[] reduced() {
        return rebuilding.batch().reduced(rebuilding.place());
    }

    /** The record's normalised error; NaN where nothing was measured. */
    public float error() {
        return rebuilding.batch().error(rebuilding.place());
    }

    /** The D squared scaled differences behind the error; NaN for a channel that is missing. */
    public float[] squares() {
        return rebuilding.batch().squares(rebuilding.place());
    }

    /** How many of the D channels were measured. */
    public int measured() {
        return rebuilding.batch().measured(rebuilding.place());
    }

    private SensorRecordView taken() {
        return Objects.requireNonNull(taken, "a record comes first");
    }
}
