package io.sensieve.codec;

import io.sensieve.codec.SchemaResolver.ResolvedReader;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Reads and writes the header of the schema registries' wire format for one topic: a zero byte, then the id of the
 * writer schema in four bytes, big-endian. Caches the answers of the registry. Thread-safe.
 */
final class RegistryFormat {
    static final int HEADER_BYTES = 5;

    private static final byte MARKER = 0;
    private static final int CACHED_MAX = 1_000;

    private final SchemaRegistry registry;
    private final String topic;
    private final boolean singleType;
    private final SchemaResolver resolver;
    private final Map<Integer, ResolvedReader> byId = new ConcurrentHashMap<>();
    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();
    /** Latest id of the generated schema, so that most records need no lookup. */
    private volatile long generatedId = Long.MIN_VALUE;

    /** @param singleType whether the topic holds records of one type only */
    RegistryFormat(SchemaRegistry registry, String topic, boolean singleType, SchemaResolver resolver) {
        this.registry = registry;
        this.topic = topic;
        this.singleType = singleType;
        this.resolver = resolver;
    }

    /** Whether {@code bytes} start like the registry's wire format. */
    static boolean matches(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == MARKER;
    }

    /** Header of records of the schema; asks the registry the first time. */
    byte[] header(Schema schema) {
        byte[] known = headers.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MARKER)
                .putInt(registry.id(subject(schema), schema))
                .array();
        headers.put(schema.getFullName(), header);
        return header;
    }

    /** TopicNameStrategy, or TopicRecordNameStrategy if the topic holds several types. */
    private String subject(Schema schema) {
        return singleType ? topic + "-value" : topic + "-" + schema.getFullName();
    }

    /**
     * Finds the reader of bytes that {@link #matches}.
     *
     * @throws CodecException if the registry has no schema of that id, or one of another type
     */
    ResolvedReader reader(byte[] bytes) {
        int id = id(bytes);
        ResolvedReader known = byId.get(id);
        return known == null ? fetch(id) : known;
    }

    /** Whether bytes that {@link #matches} have the generated schema, as far as the cache knows. */
    boolean hasGeneratedSchema(byte[] bytes) {
        int id = id(bytes);
        if (id == generatedId) {
            return true;
        }
        ResolvedReader known = byId.get(id);
        if (known == null || !known.generated()) {
            return false;
        }
        generatedId = id;
        return true;
    }

    private ResolvedReader fetch(int id) {
        Schema writer = registry.schema(id)
                .orElseThrow(() -> new CodecException(
                        CodecException.Reason.UNKNOWN_SCHEMA, "the schema registry has no Avro schema with id " + id));
        ResolvedReader reader;
        try {
            reader = resolver.resolve(writer);
        } catch (IllegalArgumentException e) {
            throw new CodecException(
                    CodecException.Reason.UNKNOWN_SCHEMA, "id " + id + " of the schema registry: " + e.getMessage(), e);
        }
        if (byId.size() >= CACHED_MAX) {
            byId.clear();
        }
        byId.put(id, reader);
        return reader;
    }

    private static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
