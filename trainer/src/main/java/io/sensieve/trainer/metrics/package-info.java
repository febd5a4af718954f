/** Meters of the trainer. */
@NullMarked
package io.sensieve.trainer.metrics;

import org.jspecify.annotations.NullMarked;
