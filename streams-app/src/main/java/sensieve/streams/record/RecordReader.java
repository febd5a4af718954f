package sensieve.streams.record;

import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.CodecException;
import sensieve.codec.SensorRecordView;
import sensieve.topic.Keys;

/**
 * Reads a record's bytes and checks what can be checked without its layout: a legal layout name, at least one value, no
 * infinite one. Holds one record at a time; one for each task.
 */
final class RecordReader {
    private final SensorRecordView record;

    RecordReader(AvroCodec<SensorRecord> codec) {
        record = new SensorRecordView(codec);
    }

    /** The record that {@code bytes} hold, until the next call. */
    SensorRecordView read(byte[] bytes) throws UnusableRecordException {
        decode(bytes);
        String layout = record.layout();
        if (!Keys.isLayout(layout)) {
            throw new UnusableRecordException(
                    DeadLetterReason.BAD_LAYOUT,
                    "a layout's name has 1 to 100 letters, digits, '.', '_' or '-'; this one has " + layout.length()
                            + " characters");
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
