package io.sensieve.streams;

import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.test.TestRecord;

/** Encodes records and reads the headers of dead letters. */
public final class Records {
    private Records() {}

    public static byte[] record(String layout, Instant time, float... values) {
        return Topics.RECORDS
                .valueSerde()
                .serializer()
                .serialize(Topics.RECORDS.name(), new SensorRecord(layout, time, null, Floats.view(values)));
    }

    static String reason(TestRecord<?, ?> letter) {
        return header(letter, DeadLetterHeaders.REASON);
    }

    static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
