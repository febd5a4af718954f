package io.sensieve.codec;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema registry, as far as records need one: it numbers schemas, and keeps them under subjects. Both calls may wait
 * for an answer. Thread-safe.
 */
public interface SchemaRegistry {
    /**
     * The id of a schema.
     *
     * @param subject what it is kept under
     * @throws RegistryUnavailableException if the registry cannot tell now
     */
    int id(String subject, Schema schema);

    /**
     * The schema of an id; empty if the registry has no Avro schema of that id.
     *
     * @throws RegistryUnavailableException if the registry cannot tell now
     */
    Optional<Schema> schema(int id);
}
