@NullMarked
package sensieve.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
