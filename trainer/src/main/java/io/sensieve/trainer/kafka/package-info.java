/** Kafka clients of the trainer: their settings, their configuration, and a reader of partitions up to a target. */
@NullMarked
package io.sensieve.trainer.kafka;

import org.jspecify.annotations.NullMarked;
