package sensieve.streams.record;

import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.CodecException;
import sensieve.codec.Floats;
import sensieve.topic.Keys;

/**
 * Reads a record's bytes and checks what can be checked without its layout: a legal layout name, at least one value, no
 * infinite one. Thread-safe.
 */
public final class RecordReader {
    private final AvroCodec<SensorRecord> codec;

    public RecordReader(AvroCodec<SensorRecord> codec) {
        this.codec = codec;
    }

    Reading read(byte[] bytes, Origin origin) throws UnusableRecordException {
        SensorRecord record = decode(bytes);
        String layout = record.getLayout();
        if (!Keys.isLayout(layout)) {
            throw new UnusableRecordException(
                    DeadLetterReason.BAD_LAYOUT,
                    "a layout's name has 1 to 100 letters, digits, '.', '_' or '-'; this one has " + layout.length()
                            + " characters");
        }
        float[] values = Floats.array(record.getValues());
        if (values.length == 0) {
            throw new UnusableRecordException(DeadLetterReason.WRONG_LENGTH, "the record has no values");
        }
        for (int i = 0; i < values.length; i++) {
            if (Float.isInfinite(values[i])) {
                throw new UnusableRecordException(
                        DeadLetterReason.NON_FINITE, "channel " + i + " is " + values[i] + "; NaN is a missing value");
            }
        }
        return new Reading(layout, record.getTimestamp().toEpochMilli(), values, bytes, origin);
    }

    private SensorRecord decode(byte[] bytes) throws UnusableRecordException {
        try {
            return codec.decode(bytes);
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
