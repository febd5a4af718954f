package io.sensieve.benchmarks.jmh;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.reconstruct.ProjectionBuffers;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.topic.WireFormat;

/** Projects and reconstructs a record as the topology does. */
public final class ProjectedRecord {
    private ProjectedRecord() {}

    /** Returns the buffer with the projected and reconstructed record. */
    public static ProjectionBuffer of(LoadedSelection selection, SensorRecordView record) {
        ProjectionBuffer projection = new ProjectionBuffers(
                        1, WireFormat.singleObject(), new PrefetchPool(0), new PolledPartition(), false)
                .of(selection);
        projection.setRecord(record);
        projection.reconstruct();
        return projection;
    }
}
