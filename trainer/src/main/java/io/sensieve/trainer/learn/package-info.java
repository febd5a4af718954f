/** Offline entry point of the learner: selection methods by name, and their settings. Does not use Kafka. */
@NullMarked
package io.sensieve.trainer.learn;

import org.jspecify.annotations.NullMarked;
