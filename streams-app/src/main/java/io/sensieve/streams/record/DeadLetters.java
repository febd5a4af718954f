package io.sensieve.streams.record;

import io.sensieve.topic.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Creates dead letters of unusable records. */
public final class DeadLetters {
    private DeadLetters() {}

    /**
     * Creates a dead letter: key, bytes and headers of the record unchanged, followed by the headers of
     * {@link DeadLetterHeaders}.
     *
     * @param value bytes of the record's value
     */
    public static Record<byte[], Object> of(
            Record<byte[], ?> record, byte @Nullable [] value, UnusableRecordException problem, RecordOrigin origin) {
        return record.<Object>withValue(value).withHeaders(headers(record.headers(), problem, origin));
    }

    private static Headers headers(Headers original, UnusableRecordException problem, RecordOrigin origin) {
        RecordHeaders headers = new RecordHeaders(original.toArray());
        headers.add(DeadLetterHeaders.REASON, utf8(problem.reason().label()));
        headers.add(DeadLetterHeaders.MESSAGE, utf8(problem.explanation()));
        headers.add(DeadLetterHeaders.TOPIC, utf8(origin.topic()));
        headers.add(DeadLetterHeaders.PARTITION, utf8(Integer.toString(origin.partition())));
        headers.add(DeadLetterHeaders.OFFSET, utf8(Long.toString(origin.offset())));
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
