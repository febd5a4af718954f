/** Memory and time of many trainings and of wide windows. */
@NullMarked
package io.sensieve.benchmarks.load;

import org.jspecify.annotations.NullMarked;
