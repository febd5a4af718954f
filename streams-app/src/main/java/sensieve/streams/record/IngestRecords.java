package sensieve.streams.record;

import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.SensorRecordView;

/** Reads each record, or sends its bytes and headers to the dead letters. */
public final class IngestRecords implements Processor<byte[], byte @Nullable [], byte[], Object> {
    private final IngestSettings settings;
    private final RecordReader reader;
    private final LookAhead ahead;
    private final RecordMeter meter;
    private @Nullable ProcessorContext<byte[], Object> context;
    private @Nullable PolledPartition polled;

    public IngestRecords(IngestSettings settings, AvroCodec<SensorRecord> codec, LookAhead ahead, RecordMeter meter) {
        this.settings = settings;
        this.reader = new RecordReader(codec);
        this.ahead = ahead;
        this.meter = meter;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.polled = ahead.polled().partition(context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        ProcessorContext<byte[], Object> out = Objects.requireNonNull(context, "init comes first");
        PolledPartition partition = Objects.requireNonNull(polled, "init comes first");
        out.recordMetadata().ifPresent(at -> partition.reached(at.offset()));
        meter.received();
        SensorRecordView read;
        try {
            read = reader.read(usable(record));
        } catch (UnusableRecordException e) {
            meter.dead(e.reason());
            out.forward(DeadLetters.of(record, record.value(), e, Origin.of(out)), Nodes.DEAD_LETTERS);
            return;
        }
        out.forward(record.withValue(read), Nodes.PROJECT);
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
