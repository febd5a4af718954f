@NullMarked
package sensieve.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
