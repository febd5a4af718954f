/** Measures the trainer: the paper's tables, speed, memory. */
@NullMarked
package sensieve.benchmarks;

import org.jspecify.annotations.NullMarked;
