/** Finds dead and stuck sensors. */
@NullMarked
package io.sensieve.streams.drift.sensor;

import org.jspecify.annotations.NullMarked;
