/**
 * Compares the active selection with the versions that are still kept, and finds the one that fits the records best.
 */
@NullMarked
package io.sensieve.streams.drift.recurrence;

import org.jspecify.annotations.NullMarked;
