package io.sensieve.codec;

import io.sensieve.codec.SchemaResolver.ResolvedReader;
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
 * Encodes and decodes records of generated types in Avro's single-object encoding: the bytes {@code C3 01}, the 64-bit
 * Rabin fingerprint of the writer schema in little-endian order, and the binary body. With a schema registry
 * ({@link #withRegistry}) the codec writes the registries' wire format and reads both formats.
 *
 * <p>The codec decodes records of other writer schemas if the schema is an earlier one of the type (resources in
 * {@code io/sensieve/schemas/earlier}) or was given to {@link #withWriterSchemas}. Avro then resolves it to the
 * generated schema. Thread-safe.
 *
 * @param <T> the common type of the records
 */
public final class AvroCodec<T extends SpecificRecord> {
    /** Bytes before the body in single-object encoding. */
    public static final int HEADER_BYTES = 10;

    /** Bytes before the body in the wire format of schema registries. */
    public static final int REGISTRY_HEADER_BYTES = RegistryFormat.HEADER_BYTES;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 0x01;

    static {
        TrustedTypes.install();
    }

    private final Map<String, Writer> writers;
    private final SchemaResolver resolver;
    private final @Nullable RegistryFormat registryFormat;

    private record Writer(Schema schema, byte[] header, SpecificDatumWriter<SpecificRecord> datum) {}

    private AvroCodec(Map<String, Writer> writers, SchemaResolver resolver, @Nullable RegistryFormat registryFormat) {
        this.writers = writers;
        this.resolver = resolver;
        this.registryFormat = registryFormat;
    }

    /** Creates a codec of one type. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        return ofTypes(List.of(type));
    }

    /** Creates a codec of several types, which it distinguishes by their schemas. */
    public static <T extends SpecificRecord> AvroCodec<T> ofTypes(Collection<Class<? extends T>> types) {
        Map<String, Writer> writers = new HashMap<>();
        List<Schema> generated = new ArrayList<>();
        for (Class<? extends T> type : types) {
            Schema schema = SpecificData.get().getSchema(type);
            generated.add(schema);
            writers.put(
                    schema.getFullName(),
                    new Writer(schema, singleObjectHeader(schema), new SpecificDatumWriter<>(schema)));
        }
        return new AvroCodec<>(Map.copyOf(writers), SchemaResolver.of(generated), null);
    }

    /** Returns the header of records of a schema in single-object encoding. */
    public static byte[] singleObjectHeader(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER_0)
                .put(MARKER_1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /**
     * Creates a codec that also decodes records of the given writer schemas. Call it before {@link #withRegistry}.
     *
     * @throws IllegalArgumentException if a schema has the name of none of this codec's types, or cannot be resolved to
     *     the generated schema
     */
    public AvroCodec<T> withWriterSchemas(Collection<Schema> writerSchemas) {
        return new AvroCodec<>(writers, resolver.withWriterSchemas(writerSchemas), registryFormat);
    }

    /**
     * Creates a codec that writes the wire format of schema registries, and reads that format and the single-object
     * encoding. The format is a zero byte, the id of the writer schema in four bytes, and the same body. The subject is
     * {@code TOPIC-value} if the codec has one type, else {@code TOPIC-FULLNAME}.
     */
    public AvroCodec<T> withRegistry(SchemaRegistry registry, String topic) {
        return new AvroCodec<>(writers, resolver, new RegistryFormat(registry, topic, writers.size() == 1, resolver));
    }

    /** Encodes a record. */
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
        return registryFormat == null ? writer.header() : registryFormat.header(writer.schema());
    }

    /** Returns the header that this codec writes before records of one of its types. */
    public byte[] header(Schema type) {
        return header(writer(type.getFullName()));
    }

    /**
     * Whether {@code bytes} have the header of a registered id that is known to be the generated schema's. Does not ask
     * the registry.
     */
    public boolean hasGeneratedSchema(byte[] bytes) {
        return registryFormat != null && RegistryFormat.matches(bytes) && registryFormat.hasGeneratedSchema(bytes);
    }

    /**
     * Decodes a record.
     *
     * @throws CodecException if the bytes are no record of this codec's types, or bytes follow the record
     * @throws RegistryUnavailableException if the schema is not cached and the registry does not answer
     */
    public T decode(byte[] bytes) {
        return registryFormat != null && RegistryFormat.matches(bytes)
                ? decode(bytes, RegistryFormat.HEADER_BYTES, registryFormat.reader(bytes))
                : decode(bytes, HEADER_BYTES, singleObject(bytes));
    }

    private ResolvedReader singleObject(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
            throw new CodecException(
                    CodecException.Reason.BAD_HEADER,
                    "no Avro single-object header (C3 01 and 8 bytes of fingerprint) in " + bytes.length + " bytes"
                            + (RegistryFormat.matches(bytes)
                                    ? "; the first byte is 00 as in a schema registry's format, which needs schema.registry.url"
                                    : ""));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        ResolvedReader reader = resolver.find(fingerprint);
        if (reader == null) {
            throw new CodecException(
                    CodecException.Reason.UNKNOWN_SCHEMA,
                    "written with an unknown schema, fingerprint %016x".formatted(fingerprint));
        }
        return reader;
    }

    private T decode(byte[] bytes, int start, ResolvedReader reader) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, null);
        T value;
        boolean end;
        try {
            value = read(reader, decoder);
            end = decoder.isEnd();
        } catch (IOException | RuntimeException e) {
            // Avro does not document which exceptions it throws on corrupt bytes.
            throw new CodecException(
                    CodecException.Reason.CORRUPT,
                    "not a readable " + reader.reader().getFullName() + ": " + e,
                    e);
        }
        if (!end) {
            throw new CodecException(
                    CodecException.Reason.CORRUPT,
                    "bytes follow the end of a " + reader.reader().getFullName());
        }
        return value;
    }

    /** Avro checks each length against the remaining bytes before it allocates. */
    @SuppressWarnings("unchecked") // readers of this codec create records of its types
    private T read(ResolvedReader reader, BinaryDecoder decoder) throws IOException {
        return (T) reader.datumReader().read(null, decoder);
    }

    /** Creates a serde; null, a tombstone, stays null. */
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
        public AvroSerde<T> withRegistry(SchemaRegistry registry, String topic) {
            return codec.withRegistry(registry, topic).serde();
        }

        @Override
        public void registerSchemas() {
            codec.writers.values().forEach(codec::header);
        }
    }
}
