/** Drift detection and adaptation, measured on planted drift, real drift and stable streams. */
@NullMarked
package io.sensieve.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
