/** Statistics of a window against the reference profile: PSI, Wasserstein distance, error quantiles. */
@NullMarked
package io.sensieve.streams.drift.distribution;

import org.jspecify.annotations.NullMarked;
