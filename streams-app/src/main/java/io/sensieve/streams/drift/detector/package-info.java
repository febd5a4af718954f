/** Detects a rise of the reconstruction error with ADWIN. */
@NullMarked
package io.sensieve.streams.drift.detector;

import org.jspecify.annotations.NullMarked;
