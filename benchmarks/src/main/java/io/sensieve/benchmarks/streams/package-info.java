/** Measures the streams app end to end, on a broker in this JVM. */
@NullMarked
package io.sensieve.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
