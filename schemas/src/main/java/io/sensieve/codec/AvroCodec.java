package io.sensieve.codec;

import io.sensieve.codec.SchemaResolver.Reading;
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
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes records of one or several generated types in Avro's single-object encoding: the bytes {@code C3
 * 01}, the writer schema's 64-bit Rabin fingerprint, least significant byte first, and the binary body. With a schema
 * registry ({@link #in}) it writes the registries' wire format and reads both.
 *
 * <p>The fingerprint names the writer's schema. A record that was written with a schema other than the generated one is
 * read when that schema is a former one of its type ({@code io/sensieve/schemas/earlier} in the resources) or was given
 * to {@link #reading(Collection)}: Avro resolves it to the generated one. Thread-safe.
 *
 * @param <T> the common type of the records
 */
public final class AvroCodec<T extends SpecificRecord> {
    /** Bytes before the body in single-object encoding. */
    public static final int HEADER_BYTES = 10;

    /** Bytes before the body in the wire format of schema registries. */
    public static final int REGISTRY_HEADER_BYTES = RegisteredSchemas.HEADER_BYTES;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 0x01;

    static {
        TrustedTypes.install();
    }

    private final Map<String, Writer> writers;
    private final SchemaResolver readings;
    private final @Nullable RegisteredSchemas registered;

    private record Writer(Schema schema, byte[] header, SpecificDatumWriter<SpecificRecord> datum) {}

    private AvroCodec(Map<String, Writer> writers, SchemaResolver readings, @Nullable RegisteredSchemas registered) {
        this.writers = writers;
        this.readings = readings;
        this.registered = registered;
    }

    /** A codec of one type. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        return ofTypes(List.of(type));
    }

    /** A codec of several types, told apart by their schemas. */
    public static <T extends SpecificRecord> AvroCodec<T> ofTypes(Collection<Class<? extends T>> types) {
        Map<String, Writer> writers = new HashMap<>();
        List<Schema> generated = new ArrayList<>();
        for (Class<? extends T> type : types) {
            Schema schema = SpecificData.get().getSchema(type);
            generated.add(schema);
            writers.put(schema.getFullName(), new Writer(schema, header(schema), new SpecificDatumWriter<>(schema)));
        }
        return new AvroCodec<>(Map.copyOf(writers), SchemaResolver.of(generated), null);
    }

    /** What a record of that schema begins with in single-object encoding. */
    public static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER_0)
                .put(MARKER_1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /**
     * This codec, which also reads what was written with {@code writerSchemas}; to be given before the registry.
     *
     * @throws IllegalArgumentException if a schema has the name of none of this codec's types, or cannot be resolved to
     *     it
     */
    public AvroCodec<T> reading(Collection<Schema> writerSchemas) {
        return new AvroCodec<>(writers, readings.and(writerSchemas), registered);
    }

    /**
     * This codec in the wire format of schema registries: a zero byte, the id of the writer's schema in four bytes, and
     * the same body. It writes that format and reads both. The subject is {@code TOPIC-value} where the codec has one
     * type, else {@code TOPIC-FULLNAME}.
     */
    public AvroCodec<T> in(SchemaRegistry registry, String topic) {
        return new AvroCodec<>(
                writers, readings, new RegisteredSchemas(registry, topic, writers.size() == 1, readings));
    }

    /** The record's bytes. */
    public byte[] encode(T value) {
        Writer writer = writer(value.getSchema().getFullName());
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(header(writer));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.datum().write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Writer writer(String name) {
        Writer writer = writers.get(name);
        if (writer == null) {
            throw new IllegalArgumentException("a " + name + " is none of " + writers.keySet());
        }
        return writer;
    }

    private byte[] header(Writer writer) {
        return registered == null ? writer.header() : registered.header(writer.schema());
    }

    /** What the bytes of a record of one of this codec's types begin with. */
    public byte[] headerOf(Schema type) {
        return header(writer(type.getFullName()));
    }

    /**
     * Whether {@code bytes} are known, without a question to the registry, to hold a record of the generated schema.
     */
    public boolean isRegistered(byte[] bytes) {
        return registered != null && RegisteredSchemas.mayHold(bytes) && registered.isGenerated(bytes);
    }

    /**
     * The record that {@code bytes} hold, no more and no less.
     *
     * @throws CodecException if they hold none, or something follows it
     * @throws RegistryUnavailableException if the registry has to tell their schema, and cannot now
     */
    public T decode(byte[] bytes) {
        return registered != null && RegisteredSchemas.mayHold(bytes)
                ? decode(bytes, RegisteredSchemas.HEADER_BYTES, registered.reading(bytes))
                : decode(bytes, HEADER_BYTES, singleObject(bytes));
    }

    private Reading singleObject(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
            throw new CodecException(
                    CodecException.Reason.BAD_HEADER,
                    "no Avro single-object header (C3 01 and 8 bytes of fingerprint) in " + bytes.length + " bytes"
                            + (RegisteredSchemas.mayHold(bytes)
                                    ? "; a schema registry's format begins with 00, as these do, and takes schema.registry.url"
                                    : ""));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Reading reading = readings.of(fingerprint);
        if (reading == null) {
            throw new CodecException(
                    CodecException.Reason.UNKNOWN_SCHEMA,
                    "written with an unknown schema, fingerprint %016x".formatted(fingerprint));
        }
        return reading;
    }

    private T decode(byte[] bytes, int start, Reading reading) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, null);
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
    public AvroSerde<T> serde() {
        return new CodecSerde<>(this);
    }

    private record CodecSerde<T extends SpecificRecord>(AvroCodec<T> codec) implements AvroSerde<T> {
        @Override
        public Serializer<T> serializer() {
            return (topic, value) -> value == null ? null : codec.encode(value);
        }

        @Override
        public Deserializer<T> deserializer() {
            return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
        }

        @Override
        public AvroSerde<T> in(SchemaRegistry registry, String topic) {
            return codec.in(registry, topic).serde();
        }

        @Override
        public void prepare() {
            codec.writers.values().forEach(codec::header);
        }
    }
}
