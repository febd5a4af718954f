/** Avro single-object encoding of every record, and its Kafka serdes. */
@NullMarked
package io.sensieve.codec;

import org.jspecify.annotations.NullMarked;
