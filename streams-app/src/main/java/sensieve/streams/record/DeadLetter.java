package sensieve.streams.record;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import sensieve.topic.DeadLetterHeaders;

/**
 * A record that could not be used.
 *
 * @param value its bytes as they came
 */
public record DeadLetter(byte @Nullable [] value) implements Step {

    /** The input's headers, then those that say what was wrong with what. */
    static Headers headers(Headers original, UnusableRecordException problem, Origin origin) {
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
