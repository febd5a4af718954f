package io.sensieve.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Resolves writer schemas to the generated reader schemas of a codec. Immutable. */
final class SchemaResolver {
    private final Map<Long, ResolvedReader> byFingerprint;

    /**
     * A datum reader for one writer schema. It has no state of a record, so threads can share it.
     *
     * @param reader the generated schema
     * @param datumReader reads records of the writer schema as records of the generated type
     * @param generated whether the writer schema is the generated schema too
     */
    record ResolvedReader(Schema reader, DatumReader<Object> datumReader, boolean generated) {
        static ResolvedReader of(Schema writer, Schema reader, boolean generated) {
            try {
                return new ResolvedReader(
                        reader,
                        SpecificData.getForSchema(reader).getFastReaderBuilder().createDatumReader(writer, reader),
                        generated);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SchemaResolver(Map<Long, ResolvedReader> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** Creates a resolver of generated schemas and of their earlier schemas. */
    static SchemaResolver of(Collection<Schema> generated) {
        Map<Long, ResolvedReader> readers = new HashMap<>();
        List<Schema> earlier = new ArrayList<>();
        for (Schema schema : generated) {
            readers.put(SchemaNormalization.parsingFingerprint64(schema), ResolvedReader.of(schema, schema, true));
            earlier.addAll(EarlierSchemas.of(schema));
        }
        return new SchemaResolver(readers).withWriterSchemas(earlier);
    }

    /**
     * Creates a resolver that knows further writer schemas.
     *
     * @throws IllegalArgumentException if a schema cannot be resolved to a generated one
     */
    SchemaResolver withWriterSchemas(Collection<Schema> writers) {
        Map<Long, ResolvedReader> all = new HashMap<>(byFingerprint);
        for (Schema writer : writers) {
            all.putIfAbsent(SchemaNormalization.parsingFingerprint64(writer), resolve(writer));
        }
        return new SchemaResolver(all);
    }

    /** Finds the reader of a known writer schema by its fingerprint. */
    @Nullable
    ResolvedReader find(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    /**
     * Resolves a writer schema, known or not.
     *
     * @throws IllegalArgumentException if it cannot be resolved to a generated schema
     */
    ResolvedReader resolve(Schema writer) {
        ResolvedReader known = byFingerprint.get(SchemaNormalization.parsingFingerprint64(writer));
        if (known != null) {
            return known;
        }
        Schema reader = generated(writer.getFullName());
        SchemaCompatibility.SchemaPairCompatibility compatibility =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new IllegalArgumentException("schema " + writer.getFullName()
                    + " cannot be read as the current one: "
                    + compatibility.getResult().getIncompatibilities());
        }
        return ResolvedReader.of(writer, reader, false);
    }

    private Schema generated(String name) {
        return byFingerprint.values().stream()
                .filter(ResolvedReader::generated)
                .map(ResolvedReader::reader)
                .filter(candidate -> candidate.getFullName().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("schema " + name + " is none of "
                        + byFingerprint.values().stream()
                                .map(resolved -> resolved.reader().getFullName())
                                .distinct()
                                .sorted()
                                .toList()));
    }
}
