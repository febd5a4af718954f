package io.sensieve.streams.project;

import io.sensieve.streams.record.DeadLetters;
import io.sensieve.streams.record.NodeNames;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.UnusableRecordException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Counts unusable records and forwards them, with their bytes and headers, to the dead-letter topic. */
final class DeadLetterForwarder {
    private final ProcessorContext<byte[], Object> context;
    private final RecordMeter meter;

    DeadLetterForwarder(ProcessorContext<byte[], Object> context, RecordMeter meter) {
        this.context = context;
        this.meter = meter;
    }

    /**
     * Dead-letters a record.
     *
     * @param value bytes of the record's value
     * @param problem why the record is unusable
     */
    void deadLetter(
            Record<byte[], ?> record, byte @Nullable [] value, UnusableRecordException problem, RecordOrigin origin) {
        meter.countDeadLetter(problem.reason());
        context.forward(DeadLetters.of(record, value, problem, origin), NodeNames.DEAD_LETTERS);
    }
}
