/** Measures the trainer (the paper's tables, speed, memory) and the streams app. */
@NullMarked
package io.sensieve.benchmarks;

import org.jspecify.annotations.NullMarked;
