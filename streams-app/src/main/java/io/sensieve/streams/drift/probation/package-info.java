/** Compares a new selection with the selection that it replaced (its champion), on the same live records. */
@NullMarked
package io.sensieve.streams.drift.probation;

import org.jspecify.annotations.NullMarked;
