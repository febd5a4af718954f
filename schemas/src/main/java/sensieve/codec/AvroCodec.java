package sensieve.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Encodes and decodes records of one or several generated types in Avro's single-object encoding: the bytes {@code C3
 * 01}, the writer schema's 64-bit Rabin fingerprint, least significant byte first, and the binary body.
 *
 * <p>The fingerprint names the writer's schema. A record that was written with a schema other than the generated one is
 * read when that schema was given to {@link #reading(Collection)}: Avro resolves it to the generated one. Thread-safe.
 *
 * @param <T> the common type of the records
 */
public final class AvroCodec<T extends SpecificRecord> {
    /** Bytes before the body. */
    public static final int HEADER_BYTES = 10;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 0x01;

    static {
        TrustedTypes.install();
    }

    private final Map<String, Writer> writers;
    private final Map<Long, Reading> readings;

    private record Reading(Schema writer, Schema reader) {}

    private record Writer(byte[] header, SpecificDatumWriter<SpecificRecord> datum) {}

    private AvroCodec(Map<String, Writer> writers, Map<Long, Reading> readings) {
        this.writers = writers;
        this.readings = readings;
    }

    /** A codec of one type. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        return ofTypes(List.of(type));
    }

    /** A codec of several types, told apart by their fingerprints. */
    public static <T extends SpecificRecord> AvroCodec<T> ofTypes(Collection<Class<? extends T>> types) {
        Map<String, Writer> writers = new HashMap<>();
        Map<Long, Reading> readings = new HashMap<>();
        for (Class<? extends T> type : types) {
            Schema schema = SpecificData.get().getSchema(type);
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(MARKER_0)
                    .put(MARKER_1)
                    .putLong(fingerprint)
                    .array();
            writers.put(schema.getFullName(), new Writer(header, new SpecificDatumWriter<>(schema)));
            readings.put(fingerprint, new Reading(schema, schema));
        }
        return new AvroCodec<>(Map.copyOf(writers), Map.copyOf(readings));
    }

    /**
     * This codec, which also reads what was written with {@code writerSchemas}.
     *
     * @throws IllegalArgumentException if a schema has the name of none of this codec's types, or cannot be resolved to
     *     it
     */
    public AvroCodec<T> reading(Collection<Schema> writerSchemas) {
        Map<Long, Reading> all = new HashMap<>(readings);
        for (Schema writer : writerSchemas) {
            Schema reader = readings.values().stream()
                    .map(Reading::reader)
                    .filter(candidate -> candidate.getFullName().equals(writer.getFullName()))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "schema " + writer.getFullName() + " is none of " + writers.keySet()));
            var compatibility = org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
            if (compatibility.getType() != org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
                throw new IllegalArgumentException(
                        "schema " + writer.getFullName() + " cannot be read as the current one: "
                                + compatibility.getResult().getIncompatibilities());
            }
            all.put(SchemaNormalization.parsingFingerprint64(writer), new Reading(writer, reader));
        }
        return new AvroCodec<>(writers, Map.copyOf(all));
    }

    /** The record in single-object encoding. */
    public byte[] encode(T value) {
        Writer writer = writers.get(value.getSchema().getFullName());
        if (writer == null) {
            throw new IllegalArgumentException(
                    "a " + value.getSchema().getFullName() + " is none of " + writers.keySet());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(writer.header());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.datum().write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * The record that {@code bytes} hold, no more and no less.
     *
     * @throws CodecException if they hold none, or something follows it
     */
    public T decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
            throw new CodecException(
                    CodecException.Reason.BAD_HEADER,
                    "no Avro single-object header (C3 01 and 8 bytes of fingerprint) in " + bytes.length + " bytes");
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Reading reading = readings.get(fingerprint);
        if (reading == null) {
            throw new CodecException(
                    CodecException.Reason.UNKNOWN_SCHEMA,
                    "written with an unknown schema, fingerprint %016x".formatted(fingerprint));
        }
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
        try {
            T value = new BoundedReader<T>(reading.writer(), reading.reader(), bytes.length).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new CodecException(CodecException.Reason.CORRUPT, "bytes follow the record's end");
            }
            return value;
        } catch (IOException
                | AvroRuntimeException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | java.time.DateTimeException
                | UnsupportedOperationException e) {
            throw new CodecException(
                    CodecException.Reason.CORRUPT,
                    "not a readable " + reading.writer().getFullName() + ": " + e,
                    e);
        }
    }

    /** A serde of this codec; null, a tombstone, stays null. */
    public Serde<T> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(value),
                (topic, bytes) -> bytes == null ? null : decode(bytes));
    }

    /** Reserves no more room for an array than its bytes could fill, whatever length it claims. */
    private static final class BoundedReader<T> extends SpecificDatumReader<T> {
        private final int bytes;

        BoundedReader(Schema writer, Schema reader, int bytes) {
            super(writer, reader);
            this.bytes = bytes;
        }

        @Override
        protected Object newArray(Object old, int size, Schema schema) {
            return super.newArray(old, Math.min(Math.max(size, 0), bytes), schema);
        }

        @Override
        protected Object newMap(Object old, int size) {
            return super.newMap(old, Math.min(Math.max(size, 0), bytes));
        }
    }
}
