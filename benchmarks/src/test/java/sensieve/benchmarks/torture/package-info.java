@NullMarked
package sensieve.benchmarks.torture;

import org.jspecify.annotations.NullMarked;
