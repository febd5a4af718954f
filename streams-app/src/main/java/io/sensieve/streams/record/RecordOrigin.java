package io.sensieve.streams.record;

import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Topic, partition and offset of an input record. */
public record RecordOrigin(String topic, int partition, long offset) {
    /** Returns the origin of the current record. */
    public static RecordOrigin of(ProcessingContext context) {
        return context.recordMetadata()
                .map(at -> new RecordOrigin(at.topic(), at.partition(), at.offset()))
                .orElse(new RecordOrigin("", -1, -1));
    }
}
