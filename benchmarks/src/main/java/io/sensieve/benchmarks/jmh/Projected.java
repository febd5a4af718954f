package io.sensieve.benchmarks.jmh;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.reconstruct.ProjectionBuffers;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.topic.WireFormat;
import org.jspecify.annotations.NullMarked;

/** Lets a benchmark have what the topology makes of a record. */
@NullMarked
public final class Projected {
    private Projected() {}

    /** The record, projected and reconstructed. */
    public static ProjectionBuffer of(LoadedSelection selection, SensorRecordView record) {
        ProjectionBuffer projection = new ProjectionBuffers(
                        1, WireFormat.singleObject(), new PrefetchPool(0), new PolledPartition(), false)
                .of(selection);
        projection.setRecord(record);
        projection.reconstruct();
        return projection;
    }
}
