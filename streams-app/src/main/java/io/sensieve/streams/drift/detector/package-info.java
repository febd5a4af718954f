/** Detects a rise of the reconstruction error with ADWIN, Page-Hinkley and a Bernstein test. */
@NullMarked
package io.sensieve.streams.drift.detector;

import org.jspecify.annotations.NullMarked;
