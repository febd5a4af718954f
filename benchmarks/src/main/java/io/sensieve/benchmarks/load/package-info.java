/** What the trainer needs of memory and time where there is much to do. */
@NullMarked
package io.sensieve.benchmarks.load;

import org.jspecify.annotations.NullMarked;
