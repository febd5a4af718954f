package sensieve.streams.record;

import java.time.Instant;
import sensieve.ReducedRecord;
import sensieve.codec.Floats;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/**
 * A record and its chosen channels. The selection that chose them travels along, so that no later step uses another.
 *
 * @param reconstructor the selection's decoder, for the task's thread
 * @param timestamp event time in milliseconds
 * @param values D values in the channels' own units
 * @param reduced K values in the channels' own units
 */
public record Projection(
        LoadedSelection selection, Reconstructor reconstructor, long timestamp, float[] values, float[] reduced)
        implements Step {

    /** What goes to the topic. */
    public ReducedRecord toReduced() {
        return new ReducedRecord(
                selection.selection().getLayout(),
                selection.version(),
                Instant.ofEpochMilli(timestamp),
                Floats.view(reduced));
    }

    /** Runs the decoder. */
    public Rebuilt rebuild() {
        return new Rebuilt(this, reconstructor.rebuild(reduced));
    }
}
