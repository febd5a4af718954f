package io.sensieve.streams.reconstruct;

import io.sensieve.streams.record.NodeNames;
import io.sensieve.streams.record.RecordMeter;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reconstructs each record from its selected channels and measures the error; forwards it to the enabled outputs. */
public final class ReconstructProcessor implements Processor<byte[], ProjectionBuffer, byte[], Object> {
    private final RecordMeter meter;
    private final ReconstructionSettings settings;
    private @Nullable ProcessorContext<byte[], Object> context;

    public ReconstructProcessor(RecordMeter meter, ReconstructionSettings settings) {
        this.meter = meter;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], ProjectionBuffer> record) {
        ProcessorContext<byte[], Object> out = Objects.requireNonNull(context, "init must be called first");
        ProjectionBuffer projection = record.value();
        projection.reconstruct();
        meter.countReconstructed(projection.layout(), projection.error());
        if (settings.written()) {
            out.forward(record.withValue(projection.reconstruction()), NodeNames.RECONSTRUCTIONS);
        }
        if (settings.measured()) {
            out.forward(record, NodeNames.MEASURE);
        }
    }
}
