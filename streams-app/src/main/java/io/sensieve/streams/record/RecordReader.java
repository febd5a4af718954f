package io.sensieve.streams.record;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.CodecException;
import io.sensieve.topic.Keys;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads records and makes the checks that need no layout: key and value are present, the bytes do not exceed the limit,
 * the layout name is legal, there is at least one value and none is infinite. Holds one record at a time. Used by one
 * thread.
 */
public final class RecordReader {
    private final SensorRecordView record;
    private final int maxBytes;

    /** @param maxBytes maximum bytes of key, value and headers together */
    public RecordReader(AvroCodec<SensorRecord> codec, int maxBytes) {
        this.record = new SensorRecordView(codec);
        this.maxBytes = maxBytes;
    }

    /**
     * Reads the record of a message. The result is valid until the next call.
     *
     * @throws UnusableRecordException if a check fails
     */
    public SensorRecordView read(Record<byte @Nullable [], byte @Nullable []> message) throws UnusableRecordException {
        byte[] key = message.key();
        byte[] value = message.value();
        if (value == null) {
            throw new UnusableRecordException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        if (key == null) {
            throw new UnusableRecordException(
                    DeadLetterReason.NULL_KEY, "the record has no key; the key must be the id of the device");
        }
        long bytes = (long) key.length + value.length;
        for (Header header : message.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (bytes > maxBytes) {
            throw new UnusableRecordException(
                    DeadLetterReason.TOO_LARGE,
                    "key, value and headers have " + bytes + " bytes together, record.max.bytes = " + maxBytes);
        }
        decode(value);
        String layout = record.layout();
        if (!Keys.isLayout(layout)) {
            throw new UnusableRecordException(
                    DeadLetterReason.BAD_LAYOUT,
                    "the layout name of " + layout.length()
                            + " characters is not allowed: it must have 1 to 100 letters, digits, '.', '_' or '-'");
        }
        if (record.length() == 0) {
            throw new UnusableRecordException(DeadLetterReason.WRONG_LENGTH, "the record has no values");
        }
        int infinite = record.firstInfinite();
        if (infinite >= 0) {
            throw new UnusableRecordException(
                    DeadLetterReason.NON_FINITE,
                    "channel " + infinite + " is " + record.value(infinite) + "; NaN is a missing value");
        }
        return record;
    }

    private void decode(byte[] bytes) throws UnusableRecordException {
        try {
            record.read(bytes);
        } catch (CodecException e) {
            DeadLetterReason reason = switch (e.reason()) {
                case BAD_HEADER -> DeadLetterReason.BAD_HEADER;
                case UNKNOWN_SCHEMA -> DeadLetterReason.UNKNOWN_SCHEMA;
                case CORRUPT -> DeadLetterReason.CORRUPT;
            };
            throw new UnusableRecordException(reason, String.valueOf(e.getMessage()));
        }
    }
}
