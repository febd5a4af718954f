/** Encodes and decodes Avro records: single-object encoding, schema registry format and Kafka serdes. */
@NullMarked
package io.sensieve.codec;

import org.jspecify.annotations.NullMarked;
