/** Measures the streams app end to end, on a broker in this JVM. */
@NullMarked
package sensieve.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
