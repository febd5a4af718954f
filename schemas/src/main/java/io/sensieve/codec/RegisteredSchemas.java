package io.sensieve.codec;

import io.sensieve.codec.SchemaResolver.Reading;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * The schemas of one topic by the ids that a registry gives them, in the registries' common wire format: a zero byte,
 * the id of the writer's schema in four bytes, most significant first, and the record in Avro's binary encoding. What
 * the registry has answered is not asked again. Thread-safe.
 */
final class RegisteredSchemas {
    static final int HEADER_BYTES = 5;

    private static final byte MARKER = 0;
    private static final int REMEMBERED_MAX = 1_000;

    private final SchemaRegistry registry;
    private final String topic;
    private final boolean single;
    private final SchemaResolver readings;
    private final Map<Integer, Reading> byId = new ConcurrentHashMap<>();
    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();
    /** The last id found to be of the generated schema, so that most records need no look at the map. */
    private volatile long generatedId = Long.MIN_VALUE;

    /** @param single whether the topic holds one type */
    RegisteredSchemas(SchemaRegistry registry, String topic, boolean single, SchemaResolver readings) {
        this.registry = registry;
        this.topic = topic;
        this.single = single;
        this.readings = readings;
    }

    /** Whether {@code bytes} can be in the registry's format at all. */
    static boolean mayHold(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == MARKER;
    }

    /** What a record of the schema begins with. */
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

    /** As most clients of registries name it: by the topic, and where that holds several types, by both. */
    private String subject(Schema schema) {
        return single ? topic + "-value" : topic + "-" + schema.getFullName();
    }

    /**
     * How bytes that {@link #mayHold} are to be read.
     *
     * @throws CodecException if the registry has no schema of that id, or one of another type
     */
    Reading reading(byte[] bytes) {
        int id = id(bytes);
        Reading known = byId.get(id);
        return known == null ? ask(id) : known;
    }

    /** Whether bytes that {@link #mayHold} are known to be written with the generated schema; asks nobody. */
    boolean isGenerated(byte[] bytes) {
        int id = id(bytes);
        if (id == generatedId) {
            return true;
        }
        Reading known = byId.get(id);
        if (known == null || !known.generated()) {
            return false;
        }
        generatedId = id;
        return true;
    }

    private Reading ask(int id) {
        Schema writer = registry.schema(id)
                .orElseThrow(() -> new CodecException(
                        CodecException.Reason.UNKNOWN_SCHEMA, "the schema registry has no Avro schema with id " + id));
        Reading reading;
        try {
            reading = readings.of(writer);
        } catch (IllegalArgumentException e) {
            throw new CodecException(
                    CodecException.Reason.UNKNOWN_SCHEMA, "id " + id + " of the schema registry: " + e.getMessage(), e);
        }
        if (byId.size() >= REMEMBERED_MAX) {
            byId.clear();
        }
        byId.put(id, reading);
        return reading;
    }

    private static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
