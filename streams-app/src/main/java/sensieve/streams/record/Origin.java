package sensieve.streams.record;

import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Where a record was read. */
record Origin(String topic, int partition, long offset) {
    /** Of the record that is being processed. */
    static Origin of(ProcessingContext context) {
        return context.recordMetadata()
                .map(at -> new Origin(at.topic(), at.partition(), at.offset()))
                .orElse(new Origin("", -1, -1));
    }
}
