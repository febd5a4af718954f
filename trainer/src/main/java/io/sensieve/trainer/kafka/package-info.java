/** Kafka clients of the trainer: their configuration, and a reader of partitions up to a goal. */
@NullMarked
package io.sensieve.trainer.kafka;

import org.jspecify.annotations.NullMarked;
