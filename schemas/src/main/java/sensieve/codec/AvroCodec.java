package sensieve.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Encodes and decodes records of one or several generated types in Avro's single-object encoding: the bytes {@code C3
 * 01}, the writer schema's 64-bit Rabin fingerprint, least significant byte first, and the binary body.
 *
 * <p>The fingerprint names the writer's schema. A record that was written with a schema other than the generated one is
 * read when that schema is a former one of its type ({@code sensieve/former} in the resources) or was given to
 * {@link #reading(Collection)}: Avro resolves it to the generated one. Thread-safe.
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

    /** The datum reader is resolved once: it holds no state of a record, and Avro's own cache shares it alike. */
    private record Reading(Schema reader, DatumReader<Object> datum) {
        static Reading of(Schema writer, Schema reader) {
            try {
                return new Reading(
                        reader,
                        SpecificData.getForSchema(reader).getFastReaderBuilder().createDatumReader(writer, reader));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

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
        List<Schema> former = new ArrayList<>();
        for (Class<? extends T> type : types) {
            Schema schema = SpecificData.get().getSchema(type);
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            writers.put(schema.getFullName(), new Writer(header(schema), new SpecificDatumWriter<>(schema)));
            readings.put(fingerprint, Reading.of(schema, schema));
            former.addAll(FormerSchemas.of(schema));
        }
        return new AvroCodec<T>(Map.copyOf(writers), Map.copyOf(readings)).reading(former);
    }

    /** What a record of that schema begins with. */
    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER_0)
                .put(MARKER_1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
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
            SchemaCompatibility.SchemaPairCompatibility compatibility =
                    SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
            if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
                throw new IllegalArgumentException(
                        "schema " + writer.getFullName() + " cannot be read as the current one: "
                                + compatibility.getResult().getIncompatibilities());
            }
            all.putIfAbsent(SchemaNormalization.parsingFingerprint64(writer), Reading.of(writer, reader));
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
            throw new UncheckedIOException(e);
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
        T value;
        boolean end;
        try {
            value = read(reading, decoder);
            end = decoder.isEnd();
        } catch (IOException | RuntimeException e) {
            // Avro documents no closed set of what it throws on corrupt bytes.
            throw new CodecException(
                    CodecException.Reason.CORRUPT,
                    "not a readable " + reading.reader().getFullName() + ": " + e,
                    e);
        }
        if (!end) {
            throw new CodecException(
                    CodecException.Reason.CORRUPT,
                    "bytes follow the end of a " + reading.reader().getFullName());
        }
        return value;
    }

    /** Avro checks each claimed length against the bytes that are left before it reserves room. */
    @SuppressWarnings("unchecked") // a reader of this codec makes records of its types
    private T read(Reading reading, BinaryDecoder decoder) throws IOException {
        return (T) reading.datum().read(null, decoder);
    }

    /** A serde of this codec; null, a tombstone, stays null. */
    public Serde<T> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(value),
                (topic, bytes) -> bytes == null ? null : decode(bytes));
    }
}
