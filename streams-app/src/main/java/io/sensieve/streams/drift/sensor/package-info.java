/** Finds dead and stuck sensors, and computes statistics of missing, repeated and out-of-range values. */
@NullMarked
package io.sensieve.streams.drift.sensor;

import org.jspecify.annotations.NullMarked;
