package io.sensieve.streams.record;

import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Where a record was read. */
public record RecordOrigin(String topic, int partition, long offset) {
    /** Of the record that is being processed. */
    public static RecordOrigin of(ProcessingContext context) {
        return context.recordMetadata()
                .map(at -> new RecordOrigin(at.topic(), at.partition(), at.offset()))
                .orElse(new RecordOrigin("", -1, -1));
    }
}
