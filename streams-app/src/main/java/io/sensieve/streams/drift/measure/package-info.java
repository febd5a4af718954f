/** Adds up the errors and values of each task's records, as partial sums of a window. */
@NullMarked
package io.sensieve.streams.drift.measure;

import org.jspecify.annotations.NullMarked;
