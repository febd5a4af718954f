/** Meters of the streams app. */
@NullMarked
package io.sensieve.streams.metrics;

import org.jspecify.annotations.NullMarked;
