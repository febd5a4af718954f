/** The {@code benchmarks/run} command. */
@NullMarked
package io.sensieve.benchmarks;

import org.jspecify.annotations.NullMarked;
