package sensieve.streams.record;

import org.jspecify.annotations.NullMarked;
import sensieve.codec.SensorRecordView;
import sensieve.model.LoadedSelection;
import sensieve.topic.WireFormat;

/** Lets a benchmark have what the topology makes of a record. */
@NullMarked
public final class Projected {
    private Projected() {}

    /** The record, projected and rebuilt. */
    public static Projection of(LoadedSelection selection, SensorRecordView record) {
        Projection projection = new Projections(
                        1, WireFormat.singleObject(), new LookAhead(0), new PolledPartition(), false)
                .of(selection);
        projection.take(record);
        projection.rebuild();
        return projection;
    }
}
