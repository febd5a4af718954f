/** Speed of the trainer: cold and warm trainings, and a reference implementation to compare with. */
@NullMarked
package io.sensieve.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
