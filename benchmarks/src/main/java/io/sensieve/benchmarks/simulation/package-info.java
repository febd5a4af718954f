/** Streams app and trainer in simulated time. */
@NullMarked
package io.sensieve.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
