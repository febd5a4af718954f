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

/** How records of the schemas that a codec knows become records of its generated types. Immutable. */
final class SchemaResolver {
    private final Map<Long, Reading> byFingerprint;

    /**
     * How records of one schema are read. The datum reader is resolved once: it holds no state of a record, and Avro's
     * own cache shares it alike.
     *
     * @param reader the generated schema
     * @param generated whether the records were written with it as well
     */
    record Reading(Schema reader, DatumReader<Object> datum, boolean generated) {
        static Reading of(Schema writer, Schema reader, boolean generated) {
            try {
                return new Reading(
                        reader,
                        SpecificData.getForSchema(reader).getFastReaderBuilder().createDatumReader(writer, reader),
                        generated);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SchemaResolver(Map<Long, Reading> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** Those of generated schemas and of what these were before. */
    static SchemaResolver of(Collection<Schema> generated) {
        Map<Long, Reading> readings = new HashMap<>();
        List<Schema> former = new ArrayList<>();
        for (Schema schema : generated) {
            readings.put(SchemaNormalization.parsingFingerprint64(schema), Reading.of(schema, schema, true));
            former.addAll(EarlierSchemas.of(schema));
        }
        return new SchemaResolver(readings).and(former);
    }

    /**
     * These and those of other writers.
     *
     * @throws IllegalArgumentException if one cannot be read as any of the generated types
     */
    SchemaResolver and(Collection<Schema> writers) {
        Map<Long, Reading> all = new HashMap<>(byFingerprint);
        for (Schema writer : writers) {
            all.putIfAbsent(SchemaNormalization.parsingFingerprint64(writer), of(writer));
        }
        return new SchemaResolver(all);
    }

    /** That of a fingerprint, where it is known. */
    @Nullable
    Reading of(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    /**
     * That of a schema, known or not.
     *
     * @throws IllegalArgumentException if it cannot be read as any of the generated types
     */
    Reading of(Schema writer) {
        Reading known = byFingerprint.get(SchemaNormalization.parsingFingerprint64(writer));
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
        return Reading.of(writer, reader, false);
    }

    private Schema generated(String name) {
        return byFingerprint.values().stream()
                .filter(Reading::generated)
                .map(Reading::reader)
                .filter(candidate -> candidate.getFullName().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("schema " + name + " is none of "
                        + byFingerprint.values().stream()
                                .map(reading -> reading.reader().getFullName())
                                .distinct()
                                .sorted()
                                .toList()));
    }
}
