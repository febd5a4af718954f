/** Compares the errors of a window with those of the validation rows, and tests their significance. */
@NullMarked
package io.sensieve.streams.drift.error;

import org.jspecify.annotations.NullMarked;
