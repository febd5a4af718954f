@NullMarked
package sensieve.benchmarks;

import org.jspecify.annotations.NullMarked;
