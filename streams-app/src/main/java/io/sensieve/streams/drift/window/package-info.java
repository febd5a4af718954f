/** Sums of the records of a drift window: those of one task, and their total over the tasks. */
@NullMarked
package io.sensieve.streams.drift.window;

import org.jspecify.annotations.NullMarked;
