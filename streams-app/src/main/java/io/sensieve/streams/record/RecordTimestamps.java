package io.sensieve.streams.record;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Provides timestamps that a broker accepts. The event time remains in the payload unchanged. The timestamp of a record
 * must not be negative, and by default not more than an hour ahead of the broker's clock
 * ({@code log.message.timestamp.after.max.ms}).
 */
public final class RecordTimestamps implements TimestampExtractor {
    private static final long AHEAD_MAX_MS = Duration.ofMinutes(50).toMillis();

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
    }

    /** Returns the event time, or {@code fallback} if a broker would refuse the event time. */
    public static long usable(long eventTime, long fallback, long now) {
        return eventTime >= 0 && eventTime <= now + AHEAD_MAX_MS ? eventTime : fallback;
    }
}
