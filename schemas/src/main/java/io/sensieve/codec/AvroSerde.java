package io.sensieve.codec;

import org.apache.kafka.common.serialization.Serde;

/**
 * A serde of Avro records in single-object encoding, which can also be had in a schema registry's format.
 *
 * @param <T> the common type of the records
 */
public interface AvroSerde<T> extends Serde<T> {
    /** Its codec in the format of a registry; see {@link AvroCodec#in(SchemaRegistry, String)}. */
    AvroSerde<T> in(SchemaRegistry registry, String topic);

    /** Asks the registry, if there is one, for all that is needed to write. */
    void prepare();
}
