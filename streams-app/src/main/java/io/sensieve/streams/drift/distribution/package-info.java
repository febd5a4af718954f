/**
 * Compares a window with the reference profile: distances of distributions, error statistics and their significance.
 */
@NullMarked
package io.sensieve.streams.drift.distribution;

import org.jspecify.annotations.NullMarked;
