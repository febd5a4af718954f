@NullMarked
package sensieve.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
