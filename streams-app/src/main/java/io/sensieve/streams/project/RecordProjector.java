package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.reconstruct.ProjectionBuffers;
import io.sensieve.streams.record.NodeNames;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.record.RecordTimestamps;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.record.UnusableRecordException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Projects records to the K channels of a selection. Forwards the encoded ReducedRecord to its topic and, if records
 * are reconstructed, the projection to the reconstructing node.
 */
final class RecordProjector {
    private final ProcessorContext<byte[], Object> context;
    private final ProjectionBuffers projections;
    private final boolean reconstructed;
    private final RecordMeter meter;

    /** @param reconstructed whether projections are reconstructed afterwards */
    RecordProjector(
            ProcessorContext<byte[], Object> context,
            ProjectionBuffers projections,
            boolean reconstructed,
            RecordMeter meter) {
        this.context = context;
        this.projections = projections;
        this.reconstructed = reconstructed;
        this.meter = meter;
    }

    /**
     * Projects a record and forwards the result.
     *
     * @param read the value of {@code record}
     * @throws UnusableRecordException if the record does not have the D values that the selection expects
     */
    void project(Record<byte[], ?> record, SensorRecordView read, LoadedSelection selection)
            throws UnusableRecordException {
        LayoutChecks.checkSelectionLength(read, selection);
        ProjectionBuffer projection = projections.of(selection);
        projection.setRecord(read);
        long timestamp = RecordTimestamps.usable(read.timestamp(), record.timestamp(), context.currentSystemTimeMs());
        context.forward(
                new Record<>(record.key(), projection.encodeReduced(), timestamp, record.headers()), NodeNames.REDUCED);
        meter.countReduced(read.layout());
        if (reconstructed) {
            context.forward(new Record<>(record.key(), projection, timestamp, record.headers()), NodeNames.RECONSTRUCT);
        }
    }
}
