/** Judges drift detection and the loop's answers on worlds whose truth is known. */
@NullMarked
package io.sensieve.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
