/** Measures reconstruction error and drift in windows, gives a verdict, requests retrains. */
@NullMarked
package io.sensieve.streams.drift;

import org.jspecify.annotations.NullMarked;
