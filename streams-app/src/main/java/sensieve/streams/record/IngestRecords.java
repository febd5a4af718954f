package sensieve.streams.record;

import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Reading} of each record, or a {@link DeadLetter} with its bytes and headers. */
public final class IngestRecords implements Processor<byte[], byte @Nullable [], byte[], Step> {
    private final IngestSettings settings;
    private final RecordReader reader;
    private final RecordMeter meter;
    private @Nullable ProcessorContext<byte[], Step> context;

    public IngestRecords(IngestSettings settings, RecordReader reader, RecordMeter meter) {
        this.settings = settings;
        this.reader = reader;
        this.meter = meter;
    }

    @Override
    public void init(ProcessorContext<byte[], Step> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        ProcessorContext<byte[], Step> out = Objects.requireNonNull(context, "init comes first");
        meter.received();
        Origin origin = out.recordMetadata()
                .map(at -> new Origin(at.topic(), at.partition(), at.offset()))
                .orElse(new Origin("", -1, -1));
        try {
            out.forward(record.withValue(reader.read(usable(record), origin)));
        } catch (UnusableRecordException e) {
            meter.dead(e.reason());
            out.forward(record.<Step>withValue(new DeadLetter(record.value()))
                    .withHeaders(DeadLetter.headers(record.headers(), e, origin)));
        }
    }

    private byte[] usable(Record<byte @Nullable [], byte @Nullable []> record) throws UnusableRecordException {
        byte[] key = record.key();
        byte[] value = record.value();
        if (value == null) {
            throw new UnusableRecordException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        if (key == null) {
            throw new UnusableRecordException(DeadLetterReason.NULL_KEY, "the record has no key: the device's id");
        }
        long bytes = (long) key.length + value.length;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (bytes > settings.maxBytes()) {
            throw new UnusableRecordException(
                    DeadLetterReason.TOO_LARGE,
                    "key, value and headers have " + bytes + " bytes, at most " + settings.maxBytes() + " are allowed");
        }
        return value;
    }
}
