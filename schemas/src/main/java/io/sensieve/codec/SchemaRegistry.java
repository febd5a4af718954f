package io.sensieve.codec;

import java.util.Optional;
import org.apache.avro.Schema;

/** Maps schemas to ids and back. Both methods may block on a request to the registry. Thread-safe. */
public interface SchemaRegistry {
    /**
     * Returns the id of a schema.
     *
     * @param subject subject that holds the schema
     * @throws RegistryUnavailableException if the registry does not answer
     */
    int id(String subject, Schema schema);

    /**
     * Returns the schema of an id; empty if the registry has no Avro schema of that id.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    Optional<Schema> schema(int id);
}
