/** The streams app from topic to topic: throughput, latency, switches of versions, and heap. */
@NullMarked
package io.sensieve.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
