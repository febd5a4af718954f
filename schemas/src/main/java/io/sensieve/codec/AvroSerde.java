package io.sensieve.codec;

import org.apache.kafka.common.serialization.Serde;

/**
 * Serializes Avro records in single-object encoding or in the wire format of a schema registry.
 *
 * @param <T> the common type of the records
 */
public interface AvroSerde<T> extends Serde<T> {
    /** Creates a serde that uses a registry's wire format; see {@link AvroCodec#withRegistry}. */
    AvroSerde<T> withRegistry(SchemaRegistry registry, String topic);

    /** Gets the ids of the schemas from the registry, if there is one, so that writing needs no further request. */
    void registerSchemas();
}
