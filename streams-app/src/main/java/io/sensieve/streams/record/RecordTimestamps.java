package io.sensieve.streams.record;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Timestamps that Kafka takes. Event time stays in the payload, whatever it is; a record's own timestamp must not be
 * negative, and by default a broker refuses one that is more than an hour ahead of its clock
 * ({@code log.message.timestamp.after.max.ms}).
 */
public final class RecordTimestamps implements TimestampExtractor {
    private static final long AHEAD_MAX_MS = Duration.ofMinutes(50).toMillis();

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
    }

    /** The event time, or {@code fallback} where a broker would not take it. */
    public static long usable(long eventTime, long fallback, long now) {
        return eventTime >= 0 && eventTime <= now + AHEAD_MAX_MS ? eventTime : fallback;
    }
}
