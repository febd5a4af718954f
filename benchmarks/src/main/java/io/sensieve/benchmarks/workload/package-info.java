/** Brokers, trained selections and records that the streams benchmarks run on. */
@NullMarked
package io.sensieve.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
