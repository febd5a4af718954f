/** The paper's tables 1 to 3, each run in a process of its own. */
@NullMarked
package io.sensieve.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
