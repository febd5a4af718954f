/** Compares a new selection with the one that it replaced, on the same live records. */
@NullMarked
package io.sensieve.streams.drift.probation;

import org.jspecify.annotations.NullMarked;
