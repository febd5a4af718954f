package sensieve.streams.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sensieve.codec.OutputEncoder;
import sensieve.codec.SensorRecordView;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/**
 * A record, its chosen channels and what is rebuilt from them. The selection that chose them travels along, so that no
 * later step uses another. One for each selection in use in a task, filled anew with each of its records; used by the
 * task's thread only.
 */
public final class Projection {
    private final LoadedSelection selection;
    private final String layout;
    private final int[] channels;
    private final OutputEncoder encoder;
    private final Reconstructor reconstructor;
    private final float[] values;
    private final float[] reduced;
    private final float[] rebuilt;
    private final float[] squares;
    private @Nullable SensorRecordView taken;
    private float error;

    Projection(LoadedSelection selection) {
        this.selection = selection;
        layout = selection.selection().getLayout();
        channels = selection.model().channels();
        encoder = new OutputEncoder(layout, selection.version());
        reconstructor = new Reconstructor(selection.model());
        values = new float[selection.channelCount()];
        reduced = new float[selection.selectedCount()];
        rebuilt = new float[selection.channelCount()];
        squares = new float[selection.channelCount()];
    }

    /** Takes the next record, of D values. */
    void take(SensorRecordView record) {
        taken = record;
    }

    /** The reduced record's bytes. */
    byte[] reduce() {
        return encoder.reduced(taken(), channels);
    }

    /** Runs the decoder and measures the error. */
    void rebuild() {
        taken().values(values);
        for (int i = 0; i < reduced.length; i++) {
            reduced[i] = values[channels[i]];
        }
        reconstructor.rebuild(reduced, rebuilt);
        error = reconstructor.error(values, rebuilt, squares);
    }

    /** The rebuilt record's bytes. */
    byte[] reconstruction() {
        return encoder.reconstruction(timestamp(), error, rebuilt);
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
        return values;
    }

    /** The K chosen values in the channels' own units. */
    public float[] reduced() {
        return reduced;
    }

    /** The record's normalised error; NaN where nothing was measured. */
    public float error() {
        return error;
    }

    /** The D squared scaled differences behind the error; NaN for a channel that is missing. */
    public float[] squares() {
        return squares;
    }

    private SensorRecordView taken() {
        return Objects.requireNonNull(taken, "a record comes first");
    }
}
