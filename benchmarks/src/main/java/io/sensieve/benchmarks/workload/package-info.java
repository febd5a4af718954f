/** Records, selections and the broker that a benchmark runs on. */
@NullMarked
package io.sensieve.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
